resource "aws_elb" "public" {
  dynamic "listener" {
    for_each = var.listeners
    iterator = it
    content {
      instance_port = it.value["port"]
      lb_port       = it.key
    }
  }

  dynamic "access_logs" {
    for_each = var.logs == null ? [] : [var.logs]
    content { bucket = access_logs.value }
  }
}
