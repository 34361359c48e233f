/**
 * Pictures of numbers as SVG: {@link dev.texon.plots.LineChart} is a file of its own, {@link dev.texon.plots.Axis} and {@link
 * dev.texon.plots.Svg} are what all pictures are drawn with.
 */
@NullMarked
package dev.texon.plots;

import org.jspecify.annotations.NullMarked;
