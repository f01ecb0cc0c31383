resource "aws_db_subnet_group" "this" {
  name       = var.name
  subnet_ids = var.network.subnet_ids
}

resource "aws_security_group" "this" {
  name        = "${var.name}-database"
  description = "What may reach the database"
  vpc_id      = var.network.vpc_id
}

resource "aws_security_group_rule" "from_service" {
  for_each = var.allowed_groups

  type                     = "ingress"
  description              = "Postgres from ${each.key}"
  security_group_id        = aws_security_group.this.id
  source_security_group_id = each.value
  from_port                = 5432
  to_port                  = 5432
  protocol                 = "tcp"
}

resource "aws_db_instance" "this" {
  identifier             = var.name
  engine                 = "postgres"
  engine_version         = "16.3"
  instance_class         = var.size
  allocated_storage      = 50
  username               = "booking"
  password               = var.master_password
  db_subnet_group_name   = aws_db_subnet_group.this.name
  vpc_security_group_ids = [aws_security_group.this.id]
  skip_final_snapshot    = true
}
