package doctor

import "github.com/xops-dev/xops/internal/resource"

// netClaims are about what a computer reaches, and what it starts by itself.
var netClaims = []Claim{
	{
		ID: "N-01", Section: "4.6",
		Claim: "A name that does not exist is told apart from one that does, and many are asked for at once",
		Why:   "the lab's names are answered by this computer",
		Queries: []resource.Query{{
			Type: "dns", Args: resource.Props{"names": []any{"localhost", "xops-nix.invalid"}},
		}},
		Judge: func(s *sight) (Verdict, []Fact) {
			if len(s.items(0)) != 2 {
				return Unknown, []Fact{{"fault", s.fault(0)}}
			}
			there, none := s.items(0)[0].Props.String("result"), s.items(0)[1].Props.String("result")
			return told(there == "ok" && none != "ok" && none != "error"), []Fact{{"localhost", there}, {"none", none}}
		},
	},
	{
		ID: "N-02", Section: "4.6",
		Claim: "The vendor's remote support shows its certificate with TLS 1.2, and the root of its chain is told to " +
			"be public or not",
		Why: "the lab reaches no far computer, and its engine is .NET 10: there is no AuthRoot",
		Queries: []resource.Query{{
			Type: "tls", Args: resource.Props{"targets": []any{"rs.medatixx.de:443"}},
		}},
		Judge: func(s *sight) (Verdict, []Fact) {
			p, ok := s.item(0)
			if !ok || p.String("result") != "open" {
				return Unknown, []Fact{{"fault", s.fault(0)}, {"result", plain(p["result"])}}
			}
			_, known := p["root_public"].(bool)
			return told(p.Int("protocol") != 0 && known), []Fact{
				{"protocol", plain(p["protocol"])},
				{"root_public", plain(p["root_public"])},
				{"chain_status", plain(p["chain_status"])},
				{"error", plain(p["error"])},
			}
		},
	},
	{
		ID: "N-03", Section: "4.9",
		Claim:   "The source of time is told by the registry, and answers one question by SNTP",
		Why:     "the practice Windows has no W32Time",
		Queries: []resource.Query{{Type: "time"}},
		Judge: func(s *sight) (Verdict, []Fact) {
			p, ok := s.item(0)
			if !ok || p["type"] == nil {
				return Unknown, []Fact{{"fault", s.fault(0)}}
			}
			verdict := Unknown // nobody has to answer
			if p.String("result") == "ok" {
				verdict = isNumber(p["offset_ms"])
			}
			return verdict, []Fact{
				{"type", plain(p["type"])}, {"result", plain(p["result"])}, {"offset_ms", plain(p["offset_ms"])},
			}
		},
	},
	{
		ID: "N-04", Section: "4.10",
		Claim:   "Scheduled tasks of all folders are found, with their programs, triggers and last results",
		Why:     "the lab's task service is ours, and has no folders in folders",
		Queries: []resource.Query{{Type: "scheduled_task", Key: `\Microsoft\Windows\*`}},
		Judge: func(s *sight) (Verdict, []Fact) {
			if s.fault(0) != "" {
				return Unknown, []Fact{{"fault", s.fault(0)}}
			}
			results := 0
			for _, i := range s.items(0) {
				if isNumber(i.Props["last_result"]) == Confirmed {
					results++
				}
			}
			const usual = 20 // every Windows has more
			return told(len(s.items(0)) > usual && results == len(s.items(0))), []Fact{
				{"tasks", len(s.items(0))}, {"results", results},
			}
		},
	},
}
