locals {
  tags = merge(
    local.common,
    { Name = "x" },
  )
  all    = concat(["a"], var.more...)
  policy = jsonencode({ Statement = [{ Effect = "Allow", Condition = null }] })
  name   = provider::aws::trim_iam_role_path("x")
  file   = templatefile("${path.module}/user-data.sh", { port = 80 })
}
