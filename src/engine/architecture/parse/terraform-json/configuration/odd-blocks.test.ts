import { expect, test } from "vitest";
import { translateTerraformJson } from "../index.ts";

const configuration = {
  resource: {
    aws_instance: {
      it: {
        lifecycle: { ignore_changes: ["tags"], precondition: { condition: "${true}", error_message: "no" } },
        connection: { host: "h" },
        provisioner: { "local-exec": { command: "x", when: "destroy", connection: { host: "h" } } },
        tags: { "${var.a}": "x", "${var.": "y" },
        user_data: 'a \\ ${"b\\"}"} $${c} ${"$${d} ${e}"}',
        dynamic: { ebs_block_device: { for_each: "${[1]}", iterator: "disk", content: { device_name: "/dev/sdb" } } },
      },
    },
  },
  output: {
    a: {
      value: "${1}",
      depends_on: ["aws_instance.it"],
      description: "${x}",
      precondition: { condition: "${true}", error_message: "no" },
    },
  },
  terraform: {
    required_version: ">= 1",
    provider_meta: { aws: { a: "b" } },
    backend: { s3: { bucket: "b" } },
    required_providers: { aws: { source: "hashicorp/aws" } },
  },
  check: {
    c: { data: { http: { it: { url: "u" } } }, assert: { condition: "${true}", error_message: "no" }, other: { a: 1 } },
  },
  removed: [{ from: "aws_vpc.old", lifecycle: { destroy: false } }],
  variable: { v: { type: "string", validation: { condition: "${true}", error_message: "no" } } },
};

test("blocks of every kind have the strings and the blocks that Terraform reads in them", () => {
  const { text, problems } = translateTerraformJson({
    name: "main.tf.json",
    text: JSON.stringify(configuration, undefined, 1),
  });
  expect(text).toBe(`resource "aws_instance" "it" {
  lifecycle {
    ignore_changes = [tags]
    precondition {
      condition = true
      error_message = "no"
    }
  }
  connection {
    host = "h"
  }
  provisioner "local-exec" {
    command = "x"
    when = destroy
    connection {
      host = "h"
    }
  }
  tags = {
    (var.a) = "x"
    "$\${var." = "y"
  }
  user_data = "a \\\\ \${"b\\"}"} $\${c} \${"$\${d} \${e}"}"
  dynamic "ebs_block_device" {
    for_each = [1]
    iterator = disk
    content {
      device_name = "/dev/sdb"
    }
  }
}

output "a" {
  value = 1
  depends_on = [aws_instance.it]
  description = "$\${x}"
  precondition {
    condition = true
    error_message = "no"
  }
}

terraform {
  required_version = ">= 1"
  provider_meta "aws" {
    a = "b"
  }
  backend "s3" {
    bucket = "b"
  }
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

check "c" {
  data "http" "it" {
    url = "u"
  }
  assert {
    condition = true
    error_message = "no"
  }
  other = {
    a = 1
  }
}

removed {
  from = aws_vpc.old
  lifecycle {
    destroy = false
  }
}

variable "v" {
  type = string
  validation {
    condition = true
    error_message = "no"
  }
}
`);
  expect(problems.map(({ message }) => message)).toEqual(["expected } to close the ${ in this string"]);
});
