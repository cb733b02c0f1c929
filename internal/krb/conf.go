package krb

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jcmturner/gokrb5/v8/config"
	"github.com/jcmturner/gokrb5/v8/credentials"
	"github.com/jcmturner/gokrb5/v8/iana/etypeID"
	"github.com/jcmturner/gokrb5/v8/iana/nametype"
	"github.com/jcmturner/gokrb5/v8/keytab"
	"github.com/jcmturner/gokrb5/v8/types"

	"github.com/xops-dev/xops/internal/problem"
)

// ciphers are what xops speaks. RC4 and DES are not among them, whatever the KDC or krb5.conf would allow: a password
// can be guessed from them.
var ciphers = []int32{
	etypeID.AES256_CTS_HMAC_SHA1_96, etypeID.AES128_CTS_HMAC_SHA1_96, etypeID.AES256_CTS_HMAC_SHA384_192,
	etypeID.AES128_CTS_HMAC_SHA256_128,
}

// party is one account towards its realm.
type party struct {
	cfg   *Config
	cache *Cache
	conf  *config.Config
	name  types.PrincipalName
	realm string
	creds *credentials.Credentials
	saved *Ticket // the ticket-granting ticket of a ticket cache
}

func newParty(cfg *Config, password string, cache *Cache) (*party, error) {
	conf, err := loadConf(cfg.Conf)
	if err != nil {
		return nil, problem.New(problem.Krb5Conf).Because(err)
	}
	p := &party{cfg: cfg, cache: cache, conf: conf}
	name, realm := splitUser(cfg.User)
	if cfg.Realm != "" {
		realm = cfg.Realm
	}
	if cfg.Keytab == "" && cfg.Password == nil {
		return p, p.readCCache(name, realm)
	}
	if realm == "" {
		realm = conf.LibDefaults.DefaultRealm
	}
	p.realm = strings.ToUpper(realm)
	switch {
	case name == "":
		return nil, problem.New(problem.UserMissing)
	case p.realm == "":
		return nil, problem.New(problem.RealmMissing).With("user %s", cfg.User)
	}
	p.name = types.NewPrincipalName(nametype.KRB_NT_PRINCIPAL, name)
	p.creds = credentials.New(name, p.realm)
	if cfg.Keytab == "" {
		p.creds.WithPassword(password)
		return p, nil
	}
	kt, err := loadKeytab(cfg.Keytab)
	if err != nil {
		return nil, problem.New(problem.Keytab, "file", cfg.Keytab).With("%s: %v", cfg.Keytab, err).Because(err)
	}
	p.creds.WithKeytab(kt)
	return p, nil
}

// Check says why an account cannot log on because of what this computer has: krb5.conf, a keytab, a ticket cache. No
// password is asked for, and nobody is dialled. The error is a problem.
func Check(cfg Config) error {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	_, err := newParty(&cfg, "", NewCache())
	return err
}

// loadConf reads a krb5.conf; path "" is the system's, which may be missing.
func loadConf(path string) (conf *config.Config, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("%s: not in a form that xops reads: %s", path, clean(cause))
		}
	}()
	system := path == ""
	if system {
		path = systemConf()
	}
	conf = config.New()
	if _, err := os.Stat(path); !system || err == nil {
		conf, err = config.Load(path)
		var part config.UnsupportedDirective
		if err != nil && !errors.As(err, &part) {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	l := &conf.LibDefaults
	l.DefaultTktEnctypeIDs, l.DefaultTGSEnctypeIDs, l.PermittedEnctypeIDs = ciphers, ciphers, ciphers
	// Addresses in tickets break behind routers; Canonicalize is set where it is wanted.
	l.NoAddresses, l.Canonicalize, l.Proxiable, l.Forwardable = true, false, false, false
	return conf, nil
}

func systemConf() string {
	if runtime.GOOS == "windows" {
		return `C:\ProgramData\MIT\Kerberos5\krb5.ini`
	}
	return "/etc/krb5.conf"
}

// maxFile bounds keytabs and ticket caches.
const maxFile = 4 << 20

func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("it has %d bytes", info.Size())
	}
	return os.ReadFile(path)
}

func loadKeytab(path string) (kt *keytab.Keytab, err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("not a keytab")
		}
	}()
	b, err := readFile(path)
	if err != nil {
		return nil, err
	}
	kt = keytab.New()
	return kt, kt.Unmarshal(b)
}

// readCCache takes the ticket-granting ticket out of a file that kinit has made.
func (p *party) readCCache(name, realm string) error {
	path := strings.TrimPrefix(p.cfg.CCache, "FILE:")
	if path == "" {
		return problem.New(problem.TicketMissing).With("no password, no keytab, no ticket cache")
	}
	if kind, _, ok := strings.Cut(path, ":"); ok && len(kind) > 1 && !strings.Contains(kind, "/") {
		return problem.New(problem.TicketElsewhere).With("KRB5CCNAME is %s", p.cfg.CCache)
	}
	c, err := loadCCache(path)
	if err != nil {
		return problem.New(problem.TicketFile).With("%s: %v", path, err).Because(err)
	}
	p.name, p.realm = c.DefaultPrincipal.PrincipalName, c.DefaultPrincipal.Realm
	if name != "" && !strings.EqualFold(name, p.name.PrincipalNameString()) || realm != "" && !strings.EqualFold(realm,
		p.realm) {
		return problem.New(problem.TicketOther).With("%s has one for %s, the inventory says %s", path, p.who(),
			p.cfg.User)
	}
	cred, ok := c.GetEntry(types.PrincipalName{NameType: nametype.KRB_NT_SRV_INST, NameString: []string{
		"krbtgt",
		p.realm,
	}})
	if !ok {
		return problem.New(problem.TicketMissing).With("%s has no ticket-granting ticket", path)
	}
	if !cred.EndTime.After(p.cfg.Now()) {
		until := cred.EndTime.Local().Format("2006-01-02 15:04")
		return problem.New(problem.TicketExpired).With("%s: %s, valid until %s", path, p.who(), until)
	}
	if !slices.Contains(ciphers, cred.Key.KeyType) {
		return weak("%s: the ticket's key is of type %d", path, cred.Key.KeyType)
	}
	p.saved = &Ticket{session: cred.Key, client: p.name, crealm: p.realm, ends: cred.EndTime}
	if err := p.saved.ticket.Unmarshal(cred.Ticket); err != nil {
		return problem.New(problem.TicketFile).With("%s: %v", path, err).Because(err)
	}
	return nil
}

func loadCCache(path string) (c *credentials.CCache, err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("not a ticket cache")
		}
	}()
	b, err := readFile(path)
	if err != nil {
		return nil, err
	}
	c = new(credentials.CCache)
	if err := c.Unmarshal(b); err != nil {
		return nil, err
	}
	if c.DefaultPrincipal.Realm == "" || len(c.DefaultPrincipal.PrincipalName.NameString) == 0 {
		return nil, errors.New("it names no user")
	}
	return c, nil
}

// kdcs gives the addresses of a realm's KDCs: krb5.conf's, else the DNS's service records, else the domain's own name,
// which in a Windows domain is that of its controllers.
func (p *party) kdcs(ctx context.Context, realm string) []string {
	for _, r := range p.conf.Realms {
		if r.Realm == realm && len(r.KDC) > 0 {
			return r.KDC
		}
	}
	var list []string
	if _, found, err := net.DefaultResolver.LookupSRV(ctx, "kerberos", "tcp", realm); err == nil {
		for _, s := range found {
			list = append(list, net.JoinHostPort(strings.TrimSuffix(s.Target, "."), strconv.Itoa(int(s.Port))))
		}
	}
	if len(list) == 0 {
		list = append(list, net.JoinHostPort(strings.ToLower(realm), "88"))
	}
	return list
}

// tgsConf asks for referrals, so that a host in another domain of the forest is found.
func (p *party) tgsConf() *config.Config {
	c := *p.conf
	c.LibDefaults.Canonicalize = true
	return &c
}
