// Where a fragment would lie if no side of a texture were too short, as folded_input has it. What is left over in the last strip of a row
// and in the last fold repeats the last of COLUMN + 1 columns and ROW + 1 rows.
ivec2 folded_fragment() {
  ivec2 fold = split(fragment().x, STRIP);
  int line = fold.x * LINES + fragment().y;
#if STRIPS > 1
  ivec2 row = split(line, STRIPS);
  return ivec2(at_most(row.y * STRIP + fold.y, COLUMN), at_most(row.x, ROW));
#else
  return ivec2(fold.y, at_most(line, ROW));
#endif
}
#define fragment folded_fragment
