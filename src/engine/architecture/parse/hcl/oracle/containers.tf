resource "aws_ecs_task_definition" "app" {
  count  = var.enabled ? 1 : 0
  family = "app"

  container_definitions = jsonencode([
    {
      name  = "app"
      image = "${aws_ecr_repository.app.repository_url}:${var.tag}"
      environment = [
        for name, value in merge(local.environment, { PORT = "8080" }) : {
          name  = name
          value = tostring(value)
        }
      ]
    },
  ])

  lifecycle {
    ignore_changes = [container_definitions, tags["Owner"]]
  }

  depends_on = [aws_iam_role.task]
}
