import type { SourceFile } from "./parse/index.ts";

/** One small file of each format. */
export const seeds: readonly SourceFile[] = [
  {
    name: "main.tf",
    text: `provider "aws" {
  region = "eu-west-1"
}
variable "zones" {
  type    = list(string)
  default = ["a", "b"]
}
locals {
  names = { for zone in var.zones : zone => "\${upper(zone)}-%{ if zone == "a" }first%{ else }other%{ endif }" }
}
resource "aws_s3_bucket" "data" {
  for_each = local.names
  bucket   = "data-\${each.value}"
}
resource "aws_instance" "web" {
  count         = length(var.zones)
  ami           = "ami-0123456789abcdef0"
  instance_type = "m5.large"
  user_data     = <<-EOT
    #!/bin/sh
    echo \${aws_s3_bucket.data["a"].id}
  EOT
  root_block_device {
    volume_size = 20
  }
  dynamic "ebs_block_device" {
    for_each = var.zones
    content {
      device_name = "/dev/sd\${ebs_block_device.value}"
    }
  }
}
resource "aws_security_group" "web" {
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
`,
  },
  {
    name: "main.tf.json",
    text: `{
  "variable": { "name": { "type": "string", "default": "data" } },
  "resource": {
    "aws_s3_bucket": { "data": { "bucket": "\${var.name}-1", "tags": { "a": "b" } } },
    "aws_db_instance": { "main": [{ "engine": "postgres", "instance_class": "db.t3.micro", "password": "hunter22" }] }
  },
  "output": { "name": { "value": "\${aws_s3_bucket.data.arn}" } }
}
`,
  },
  {
    name: "template.yaml",
    text: `AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: { Type: String, Default: dev }
Conditions:
  IsLive: !Equals [!Ref Stage, live]
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: !Sub "\${Stage}-table"
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
      KeySchema:
        - AttributeName: id
          KeyType: HASH
  Worker:
    Type: AWS::Serverless::Function
    Condition: IsLive
    Properties:
      Handler: index.handler
      Runtime: nodejs22.x
      MemorySize: !If [IsLive, 1024, 128]
      Policies:
        - DynamoDBReadPolicy: { TableName: !Ref Table }
      Events:
        Get:
          Type: Api
          Properties: { Path: "/{id}", Method: get }
Outputs:
  Arn:
    Value: !GetAtt Worker.Arn
`,
  },
  {
    name: "template.json",
    text: `{
  "AWSTemplateFormatVersion": "2010-09-09",
  "Resources": {
    "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": { "Fn::Join": ["-", ["a", { "Ref": "AWS::Region" }]] } } },
    "Bucket": { "Type": "AWS::S3::Bucket", "DependsOn": ["Queue"], "Properties": { "VersioningConfiguration": { "Status": "Enabled" } } }
  }
}
`,
  },
  {
    name: "app.yaml",
    text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  labels: &labels
    app: web
spec:
  replicas: 2
  selector:
    matchLabels: *labels
  template:
    metadata:
      labels: *labels
    spec:
      serviceAccountName: web
      containers:
        - name: web
          image: nginx:1.27
          ports:
            - containerPort: 8080
          env:
            - name: PASSWORD
              value: hunter22
          resources:
            limits: { cpu: 500m, memory: 256Mi }
          securityContext:
            privileged: true
      volumes:
        - name: data
          persistentVolumeClaim:
            claimName: data
---
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  type: LoadBalancer
  selector:
    app: web
  ports:
    - port: 80
      targetPort: 8080
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: reader
rules:
  - apiGroups: ["*"]
    resources: ["*"]
    verbs: ["*"]
`,
  },
  {
    name: "compose.yaml",
    text: `services:
  web:
    image: nginx:latest
    ports: ["80:80", "127.0.0.1:9000:9000/udp"]
    depends_on:
      db:
        condition: service_healthy
    environment:
      - DATABASE_URL=postgres://app:hunter22@db/app
    deploy:
      resources:
        limits: { cpus: "0.50", memory: 128M }
  db:
    image: postgres:16
    volumes:
      - data:/var/lib/postgresql/data
    networks: [back]
volumes:
  data: {}
networks:
  back:
    internal: true
`,
  },
  {
    name: "azuredeploy.json",
    text: `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": { "name": { "type": "string", "defaultValue": "shop" } },
  "variables": { "storage": "[concat(parameters('name'), uniqueString(resourceGroup().id))]" },
  "resources": [
    {
      "type": "Microsoft.Storage/storageAccounts",
      "apiVersion": "2023-01-01",
      "name": "[variables('storage')]",
      "location": "[resourceGroup().location]",
      "sku": { "name": "Standard_LRS" },
      "kind": "StorageV2",
      "properties": { "supportsHttpsTrafficOnly": "[if(equals(parameters('name'), 'shop'), true(), false())]" },
      "copy": { "name": "loop", "count": 2 }
    },
    {
      "type": "Microsoft.Network/networkSecurityGroups",
      "apiVersion": "2023-04-01",
      "name": "[format('{0}-nsg', parameters('name'))]",
      "dependsOn": ["[resourceId('Microsoft.Storage/storageAccounts', variables('storage'))]"],
      "properties": {
        "securityRules": [
          {
            "name": "ssh",
            "properties": {
              "access": "Allow",
              "direction": "Inbound",
              "protocol": "Tcp",
              "priority": 100,
              "sourceAddressPrefix": "*",
              "sourcePortRange": "*",
              "destinationAddressPrefix": "*",
              "destinationPortRange": "22"
            }
          }
        ]
      }
    }
  ]
}
`,
  },
];
