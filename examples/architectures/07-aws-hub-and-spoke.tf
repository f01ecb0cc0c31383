# Hub and spoke network with a transit gateway

provider "aws" {
  region = "eu-west-1"
}

resource "aws_ec2_transit_gateway" "hub" {
  description = "Company backbone"
}

resource "aws_vpc" "inspection" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "inspection_public" {
  vpc_id                  = aws_vpc.inspection.id
  cidr_block              = "10.0.0.0/24"
  map_public_ip_on_launch = true
}

resource "aws_subnet" "inspection_transit" {
  vpc_id     = aws_vpc.inspection.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_internet_gateway" "egress" {
  vpc_id = aws_vpc.inspection.id
}

resource "aws_eip" "egress" {
  domain = "vpc"
}

resource "aws_nat_gateway" "egress" {
  subnet_id     = aws_subnet.inspection_public.id
  allocation_id = aws_eip.egress.id
}

resource "aws_networkfirewall_firewall" "inspection" {
  name                = "inspection"
  firewall_policy_arn = aws_networkfirewall_firewall_policy.strict.arn
  vpc_id              = aws_vpc.inspection.id

  subnet_mapping {
    subnet_id = aws_subnet.inspection_transit.id
  }
}

resource "aws_networkfirewall_firewall_policy" "strict" {
  name = "strict"

  firewall_policy {
    stateless_default_actions          = ["aws:forward_to_sfe"]
    stateless_fragment_default_actions = ["aws:forward_to_sfe"]
  }
}

resource "aws_vpc" "production" {
  cidr_block = "10.1.0.0/16"
}

resource "aws_subnet" "production_app" {
  vpc_id     = aws_vpc.production.id
  cidr_block = "10.1.1.0/24"
}

resource "aws_subnet" "production_data" {
  count      = 2
  vpc_id     = aws_vpc.production.id
  cidr_block = "10.1.${count.index + 2}.0/24"
}

resource "aws_security_group" "erp" {
  vpc_id = aws_vpc.production.id

  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}

resource "aws_security_group" "erp_db" {
  vpc_id = aws_vpc.production.id

  ingress {
    from_port       = 3306
    to_port         = 3306
    protocol        = "tcp"
    security_groups = [aws_security_group.erp.id]
  }
}

resource "aws_instance" "erp" {
  ami                    = "ami-0c1bc246476a5572b"
  instance_type          = "m5.xlarge"
  subnet_id              = aws_subnet.production_app.id
  vpc_security_group_ids = [aws_security_group.erp.id]
}

resource "aws_db_subnet_group" "erp" {
  subnet_ids = aws_subnet.production_data[*].id
}

resource "aws_db_instance" "erp" {
  identifier             = "erp"
  engine                 = "mysql"
  instance_class         = "db.m5.large"
  allocated_storage      = 200
  storage_encrypted      = false
  username               = "erp"
  password               = "change-me-please"
  db_subnet_group_name   = aws_db_subnet_group.erp.name
  vpc_security_group_ids = [aws_security_group.erp_db.id]
}

resource "aws_vpc" "shared" {
  cidr_block = "10.2.0.0/16"
}

resource "aws_subnet" "shared_services" {
  vpc_id     = aws_vpc.shared.id
  cidr_block = "10.2.1.0/24"
}

resource "aws_instance" "directory" {
  count         = 2
  ami           = "ami-0c1bc246476a5572b"
  instance_type = "t3.large"
  subnet_id     = aws_subnet.shared_services.id
}

resource "aws_instance" "monitoring" {
  ami           = "ami-0c1bc246476a5572b"
  instance_type = "t3.medium"
  subnet_id     = aws_subnet.shared_services.id
}

resource "aws_ec2_transit_gateway_vpc_attachment" "inspection" {
  transit_gateway_id = aws_ec2_transit_gateway.hub.id
  vpc_id             = aws_vpc.inspection.id
  subnet_ids         = [aws_subnet.inspection_transit.id]
}

resource "aws_ec2_transit_gateway_vpc_attachment" "production" {
  transit_gateway_id = aws_ec2_transit_gateway.hub.id
  vpc_id             = aws_vpc.production.id
  subnet_ids         = [aws_subnet.production_app.id]
}

resource "aws_ec2_transit_gateway_vpc_attachment" "shared" {
  transit_gateway_id = aws_ec2_transit_gateway.hub.id
  vpc_id             = aws_vpc.shared.id
  subnet_ids         = [aws_subnet.shared_services.id]
}

resource "aws_customer_gateway" "office" {
  bgp_asn    = 65000
  ip_address = "203.0.113.10"
  type       = "ipsec.1"
}

resource "aws_vpn_connection" "office" {
  customer_gateway_id = aws_customer_gateway.office.id
  transit_gateway_id  = aws_ec2_transit_gateway.hub.id
  type                = "ipsec.1"
}
