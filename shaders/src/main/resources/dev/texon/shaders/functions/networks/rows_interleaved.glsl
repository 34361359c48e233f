// Sources and targets have the same rows.
#for t in 0..TARGETS
  int row{t} = row.x * IN_HEIGHT;
#end
