package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/svc"
	"golang.org/x/sys/windows/svc/mgr"
)

// order says which services a host must lose and get.
type order struct {
	Remove []string
	Create []struct {
		Name, Display, Program string
		Args, DependsOn        []string
		Start                  uint32 // as in the registry: 2 automatic, 3 manual, 4 disabled
		Run                    bool
	}
}

// arrange carries out an order in a JSON file. What cannot be started is no error: on Windows too, such a service stays
// stopped.
func arrange(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var o order
	if err := json.Unmarshal(data, &o); err != nil {
		return err
	}
	m, err := mgr.Connect()
	if err != nil {
		return err
	}
	defer m.Disconnect()
	for _, name := range o.Remove {
		if err := remove(m, name); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	for _, c := range o.Create {
		s, err := m.CreateService(c.Name, c.Program, mgr.Config{
			StartType: c.Start, DisplayName: c.Display,
			Dependencies: c.DependsOn,
		}, c.Args...)
		if err != nil {
			return fmt.Errorf("%s: %w", c.Name, err)
		}
		if c.Run {
			if err := s.Start(); err == nil {
				wait(s, func(state svc.State) bool { return state == svc.Running || state == svc.Stopped })
			}
		}
		s.Close()
	}
	return nil
}

func remove(m *mgr.Mgr, name string) error {
	s, err := m.OpenService(name)
	if errors.Is(err, windows.ERROR_SERVICE_DOES_NOT_EXIST) {
		return nil
	}
	if err != nil {
		return err
	}
	defer s.Close()
	if _, err := s.Control(svc.Stop); err == nil {
		wait(s, func(state svc.State) bool { return state == svc.Stopped })
	}
	return s.Delete()
}

func wait(s *mgr.Service, reached func(svc.State) bool) {
	for range 100 {
		if status, err := s.Query(); err != nil || reached(status.State) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}
