// Target t has the rows t, t + TARGETS, … of one source. The kernel adds
// the row of the fragment, of which a target has only each TARGETS-th.
#for t in 0..TARGETS
  int row{t} = (row.x * IN_HEIGHT + row.y) * TARGETS - row.y + {t};
#end
