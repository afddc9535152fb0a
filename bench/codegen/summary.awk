# Reads the rows of bpfbench (ALL rows of each program and object) and prints, per program, the best of clang's builds for each figure, ours and the
# floor; then the geometric means of ours / best. Nanoseconds are net of the driver; below its resolution of 0.2 ns two programs are equal.
BEGIN { FS = "\t"; names = "insns processed jited ns"; split(names, figure, " ") }

function value(i) { return i == 1 ? $6 : i == 2 ? $8 : i == 3 ? $10 : $14 }

function ratio(i, mine, other) {
  if (i == 4 && mine - other < 0.2 && other - mine < 0.2) return 1
  return mine / other
}

$3 == "ALL" || $3 == "-" {
  if (!($1 in seen)) { seen[$1] = 1; order[++programs] = $1 }
  for (i = 1; i <= 4; i++) {
    v = value(i)
    if (v !~ /^-?[0-9.]+$/) continue
    if ($2 ~ /^clang/) { if (!(($1, i) in best) || v + 0 < best[$1, i]) best[$1, i] = v + 0 }
    else if ($2 == "ours") ours[$1, i] = v + 0
    else floor[$1, i] = v + 0
  }
}

END {
  printf "%-14s%27s%30s%27s%27s\n", "", "instructions", "processed by verifier", "jited bytes", "ns"
  printf "%-14s", "program"
  for (i = 1; i <= 4; i++) printf "%9s%6s%6s%6s", "clang", "ours", "floor", "ratio"
  print ""
  for (p = 1; p <= programs; p++) {
    name = order[p]
    printf "%-14s", name
    for (i = 1; i <= 4; i++) {
      form = i == 4 ? "%.1f" : "%d"
      if (!((name, i) in best) || !((name, i) in ours)) { printf "%9s%6s%6s%6s", "-", "-", "-", "-"; continue }
      r = ratio(i, ours[name, i], best[name, i])
      if (i != 4 || r > 0) { sum[i] += log(r); count[i]++ }
      if (i == 1 && r > worst) worst = r
      printf "%9s%6s%6s%6.2f", sprintf(form, best[name, i]), sprintf(form, ours[name, i]), (name, i) in floor ? sprintf(form, floor[name, i]) : "-", r
    }
    print ""
  }
  printf "codegen: geomean"
  for (i = 1; i <= 4; i++) printf " %s=%s", figure[i], count[i] ? sprintf("%.3f", exp(sum[i] / count[i])) : "-"
  printf " worst_insns=%.2f\n", worst
}
