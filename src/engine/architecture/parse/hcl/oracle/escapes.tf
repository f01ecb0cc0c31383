locals {
  a = "tab\t quote\" back\\ \u00e9 \U0001F600"
  b = "$${a} %%{b} 100% $5 $$ %%"
  c = "line\nline\r\n"
}
