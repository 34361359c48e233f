/**
 * Pictures of numbers and graphs as SVG: {@link dev.texon.plots.LineChart} and {@link dev.texon.plots.GraphChart} are files of their own,
 * {@link dev.texon.plots.Axis} and {@link dev.texon.plots.Svg} are what pictures are drawn with.
 */
@NullMarked
package dev.texon.plots;

import org.jspecify.annotations.NullMarked;
