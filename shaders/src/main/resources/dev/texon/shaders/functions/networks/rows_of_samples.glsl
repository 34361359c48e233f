// Each target has a share of the samples; the last may have some twice.
#for t in 0..TARGETS
  int row{t} = at_most(row.x + {t} * SAMPLES, BATCH - 1) * SOURCE_HEIGHT;
#end
