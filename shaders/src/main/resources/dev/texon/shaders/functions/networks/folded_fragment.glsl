// Where a fragment would lie if no side of a texture were too short, as folded_input has it from texel LEFT, TOP on. What is left over in the
// last strip of a row and in the last fold repeats the last of COLUMN + 1 columns and ROW + 1 rows.
ivec2 place_of_fragment() {
  ivec2 at = fragment() - ivec2(LEFT, TOP);
  ivec2 fold = split(at.x, STRIP);
  int line = fold.x * LINES + at.y;
#if STRIPS > 1
  ivec2 row = split(line, STRIPS);
  return ivec2(row.y * STRIP + fold.y, row.x);
#else
  return ivec2(fold.y, line);
#endif
}
bool left_over() {
  ivec2 at = place_of_fragment();
  return at.x > COLUMN || at.y > ROW;
}
ivec2 folded_fragment() {
  ivec2 at = place_of_fragment();
  return ivec2(at_most(at.x, COLUMN), at_most(at.y, ROW));
}
#define fragment folded_fragment
