# Every kind of step that a practice computer without an installer can be asked for, with what a plan has to keep of a
# playbook: variables, an include, stages, for_each, restarts, what is known only later, and what a person must do.
playbook {
  name = "kinds"
}

variable "folder" {
  type    = string
  default = "C:\\Austausch\\2026"
}

variable "scripts" {
  type        = bool
  default     = false
  description = "The simulator runs no PowerShell"
}

include "number" {
  source = "../../../playbooks/kundennummer.hcl"
  vars   = { replace = true }
}

query "service" "spooler" {
  name = "Spooler"
}

query "file" "memo" {
  path = "${var.folder}\\memo.txt"
}

check "memo" {
  severity = "recommended"
  ok       = length(query.file.memo) == 1
  message  = "memo.txt is missing"
}

step "directory" "exchange" {
  path = var.folder
}

step "file" "memo" {
  path    = "${var.folder}\\memo.txt"
  content = "Praxis ${practice.title}: ${practice.kundennummer}\nÄrzte & <Ö>"
}

step "registry_value" "settings" {
  for_each = { Mode = "lan", Note = "a \"b\" & c" }
  key      = "HKLM\\SOFTWARE\\xops-test\\Deep"
  name     = each.key
  value    = each.value
}

step "registry_value" "number" {
  key   = "HKLM\\SOFTWARE\\xops-test\\Deep"
  name  = "Number"
  type  = "dword"
  value = 7
}

step "firewall_rule" "port" {
  name = "xops-test-8123"
  port = 8123
}

step "permission" "exchange" {
  path    = var.folder
  account = "users"
  rights  = "modify"
  after   = [step.directory.exchange]
}

step "service" "spooler" {
  name    = one(query.service.spooler).name
  restart = true
  after   = [step.registry_value.number, step.file.memo]
}

step "script" "later" {
  when       = var.scripts
  script     = "'made'"
  parameters = { text = "a" }
  done       = length(query.file.memo) == 1
}

step "registry_value" "made" {
  when  = var.scripts
  key   = "HKLM\\SOFTWARE\\xops-test"
  name  = "Made"
  value = join(" ", step.script.later.output)
  stage = 1
}

step "file" "second" {
  path    = "${var.folder}\\second.txt"
  content = "made in a stage of its own"
  stage   = 1
}

step "manual" "sign" {
  instructions = ["Sign the paper for ${practice.title}"]
  done         = false
}
