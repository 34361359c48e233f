// py: centre of the row that the first tap has in the first source if the
// image had no padding above it, given row: sample, and row of each target.
#if SOURCES > 1
  float py = float(row.x * (IN_HEIGHT / TARGETS) + row.y * STRIDE) + 0.5;
#else
  float py = float(row.x * IN_HEIGHT + row.y * TARGETS * STRIDE) + 0.5;
#endif
