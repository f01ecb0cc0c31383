resource "aws_iam_policy" "reader" {
  policy = <<POLICY
{
  "Version": "2012-10-17",
  "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "${aws_s3_bucket.assets.arn}/*" }]
}
POLICY

  description = <<-EOT
    Indented $${literally}
      more

    EOTX is not the end
    EOT
}
