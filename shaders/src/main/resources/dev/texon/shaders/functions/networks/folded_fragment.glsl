// Where a fragment would lie if no side of a texture were too short, as folded_input has it from texel LEFT, TOP on. What is left over in the
// last strip of a row and in the last fold repeats the last of COLUMN + 1 columns and ROW + 1 rows.
ivec2 place_of_fragment() {
  ivec2 at = fragment() - ivec2(LEFT_target, TOP_target);
  ivec2 fold = split(at.x, STRIP_target);
  int line = fold.x * LINES_target + at.y;
#if STRIPS_target > 1
  ivec2 row = split(line, STRIPS_target);
  return ivec2(row.y * STRIP_target + fold.y, row.x);
#else
  return ivec2(fold.y, line);
#endif
}
bool left_over() {
  ivec2 at = place_of_fragment();
  return at.x > COLUMN_target || at.y > ROW_target;
}
ivec2 folded_fragment() {
  ivec2 at = place_of_fragment();
  return ivec2(at_most(at.x, COLUMN_target), at_most(at.y, ROW_target));
}
#define fragment folded_fragment
