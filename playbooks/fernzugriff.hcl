# Fernwartung durch medatixx: der Weg dorthin, und ob ihn jemand aufbricht (RA-01, RA-02, FW-36).

playbook {
  name  = "fernzugriff"
  title = { de = "Fernwartung durch medatixx", en = "Remote support by medatixx" }
  description = {
    de = "Prüft, ob die Fernwartung vom Rechner aus erreichbar ist, und an der Wurzel ihres Zertifikats, ob eine SSL-Inspektion dazwischen sitzt. Ändert nichts."
    en = "Checks whether the remote support is reached from the computer, and by the root of its certificate whether an SSL inspection sits in between. Changes nothing."
  }
  serves = ["RA-01", "RA-02", "FW-36"]
}

locals {
  remote = catalogue.remote_access
  ruling = catalogue.decisions["A46"]
  used   = length(setintersection(local.remote.products, concat(practice.products, compact([for p in practice.products : try(catalogue.products[p].follows, null)])))) > 0

  door     = { for a in query.tls.remote : tostring(a.port) => a }
  secure   = local.door["443"]
  open     = local.secure.error == "late" ? null : local.secure.open && !contains(["handshake", "timeout"], coalesce(local.secure.error, "-"))
  closed   = [for port in local.ruling.required_ports : port if !local.door[port].open]
  optional = { for port in local.ruling.optional_ports : port => local.door[port].result }
  # Hinter einem Proxy ist von hier aus nichts zu beweisen.
  proxy   = query.uplink.this[0].proxy
  proxied = local.proxy == null ? true : length(local.proxy) > 0
  other   = local.secure.address != null && local.secure.address != local.remote.ip
  reach   = local.open == true && length(local.closed) == 0 ? true : local.proxied || local.open == null ? null : false
  state = {
    de = local.reach == true ? "${local.remote.host} ist erreichbar${local.other ? ", mit der Adresse ${local.secure.address} statt der gedruckten ${local.remote.ip} (zur Kenntnis)" : ""}." : "${local.remote.host} ist nicht erreichbar (${local.secure.result == "dns" ? local.secure.dns : local.secure.open ? coalesce(local.secure.error, "443") : local.secure.result}).${local.proxied ? " Ein Proxy ist eingetragen oder nicht auszuschließen." : ""}"
    en = local.reach == true ? "${local.remote.host} is reached${local.other ? ", at the address ${local.secure.address} and not the printed ${local.remote.ip} (for information)" : ""}." : "${local.remote.host} is not reached (${local.secure.result == "dns" ? local.secure.dns : local.secure.open ? coalesce(local.secure.error, "443") : local.secure.result}).${local.proxied ? " A proxy is set or cannot be ruled out." : ""}"
  }
}

query "uplink" "this" {}

query "tls" "remote" {
  targets = [for port in local.ruling.required_ports : "${local.remote.host}:${port}"]
  plain   = [for port in local.ruling.optional_ports : "${local.remote.host}:${port}"]
}

check "reachable" {
  row      = "RA-01"
  when     = local.used
  ok       = local.reach
  evidence = { dns = local.secure.dns, address = local.secure.address, printed_address = local.remote.ip, open = local.secure.open, optional = local.optional, proxy = local.proxy }
  message  = local.state
  advice = {
    de = "Ausgehend TCP 443 zu ${local.remote.host} an Router, Firewall oder Proxy der Praxis freigeben lassen; über die Adresse allein nicht, sie kann wechseln."
    en = "Have outgoing TCP 443 to ${local.remote.host} released in the practice's router, firewall or proxy; not by the address alone, which may change."
  }
}

check "inspected" {
  row      = "RA-02"
  ok       = local.secure.root_public
  evidence = { issuer = local.secure.issuer, root = local.secure.root, root_thumbprint = local.secure.root_thumbprint, error = local.secure.error }
  message = {
    de = local.secure.root_public == true ? "Das Zertifikat von ${local.remote.host} kommt von einer öffentlichen Stelle." : local.secure.root_public == false ? "Das Zertifikat, das für ${local.remote.host} gezeigt wird, stammt von „${local.secure.root}“, keiner öffentlichen Stelle: Eine SSL-Inspektion sitzt dazwischen." : "Das Zertifikat von ${local.remote.host} war nicht bis zu seiner Wurzel zu sehen."
    en = local.secure.root_public == true ? "The certificate of ${local.remote.host} comes from a public authority." : local.secure.root_public == false ? "The certificate that is shown for ${local.remote.host} is of \"${local.secure.root}\", no public authority: an SSL inspection sits in between." : "The certificate of ${local.remote.host} was not seen up to its root."
  }
  advice = {
    de = "${local.remote.ssl_inspection_exception} an der Firewall oder im Virenschutz von der SSL-Inspektion ausnehmen."
    en = "Exempt ${local.remote.ssl_inspection_exception} from SSL inspection in the firewall or the virus scanner."
  }
}

check "port_list" {
  row      = "FW-36"
  when     = local.used
  severity = "required"
  ok       = local.reach
  evidence = { required = local.ruling.required_ports, closed = local.closed, optional = local.optional }
  message  = local.state
  advice = {
    de = "Siehe RA-01: TCP 443 wird gebraucht, TCP 80 ist nur gedruckt."
    en = "See RA-01: TCP 443 is needed, TCP 80 is printed only."
  }
}
