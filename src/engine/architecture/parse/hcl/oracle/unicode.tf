locals {
  größe  = 1
  a-b_c  = "ünïcödé ✓ 你好"
  nested = "a${"b${"c${local.größe}"}"}"
}
