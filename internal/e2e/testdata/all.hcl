# The five shipped playbooks through include: the same questions are asked once, whoever asks.
playbook {
  name = "all"
}

include "port" {
  source = "../../../playbooks/firewall-port.hcl"
}

include "flag" {
  source = "../../../playbooks/installed-flag.hcl"
}

include "number" {
  source = "../../../playbooks/kundennummer.hcl"
}

include "reinstall" {
  source = "../../../playbooks/reinstall-service-provider.hcl"
}

include "temp" {
  source = "../../../playbooks/temp-permissions.hcl"
}
