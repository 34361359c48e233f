package dev.texon.networks.gpu;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Places rectangles in a strip: the highest first, each as far down as it goes, from the left. What lies below is the skyline of those before it
 * (Burke, Kendall and Whitwell 2004 call it the best fit).
 */
final class Skyline {
    /** How much wider the next strip is that is tried. */
    private static final double STEP = 1.1;

    /**
     * Where the rectangles lie.
     *
     * @param width of the strip
     * @param height up to the highest
     * @param places x and y of each, in the order in which they were given
     */
    record Packing(int width, int height, List<int[]> places) {
        long area() {
            return (long) width * height;
        }
    }

    /** The columns from {@code x} on up to the next one are filled up to {@code y}. */
    private record Segment(int x, int y) {}

    private final int width;
    private List<Segment> segments = List.of(new Segment(0, 0));
    private int height;

    private Skyline(int width) {
        this.width = width;
    }

    /**
     * The packing with the smallest area among those that are low enough, or else the lowest.
     *
     * @param sizes width and height of each rectangle
     * @param from width of the narrowest strip that is tried; none of the rectangles is wider
     * @param to width of the widest
     * @param most height that is low enough
     */
    static Packing smallest(List<int[]> sizes, int from, int to, int most) {
        List<Packing> all = new ArrayList<>();
        for (double width = from; width < to; width *= STEP) {
            all.add(pack(sizes, (int) width));
        }
        all.add(pack(sizes, to));
        Comparator<Packing> best = Comparator.comparingInt(packing -> Math.max(most, packing.height()));
        return Collections.min(all, best.thenComparingLong(Packing::area));
    }

    private static Packing pack(List<int[]> sizes, int width) {
        Skyline skyline = new Skyline(width);
        int[][] places = new int[sizes.size()][];
        IntStream.range(0, sizes.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> -sizes.get(i)[1]))
                .forEach(i -> places[i] = skyline.place(sizes.get(i)[0], sizes.get(i)[1]));
        return new Packing(width, skyline.height, List.of(places));
    }

    private int[] place(int columns, int rows) {
        int bestX = 0;
        int bestY = Integer.MAX_VALUE;
        for (Segment segment : segments) {
            if (segment.x() + columns <= width) {
                int y = top(segment.x(), segment.x() + columns);
                if (y < bestY) {
                    bestX = segment.x();
                    bestY = y;
                }
            }
        }
        cover(bestX, bestX + columns, bestY + rows);
        height = Math.max(height, bestY + rows);
        return new int[] {bestX, bestY};
    }

    /** Up to where some columns are filled. */
    private int top(int from, int to) {
        int top = 0;
        for (int i = 0; i < segments.size(); i++) {
            int end = end(i);
            if (segments.get(i).x() < to && end > from) {
                top = Math.max(top, segments.get(i).y());
            }
        }
        return top;
    }

    private int end(int i) {
        return i + 1 < segments.size() ? segments.get(i + 1).x() : width;
    }

    private void cover(int from, int to, int y) {
        List<Segment> covered = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (segment.x() < from) {
                covered.add(segment);
            }
            if (segment.x() <= from && from < end(i)) {
                covered.add(new Segment(from, y));
            }
            if (segment.x() < to && to < end(i)) {
                covered.add(new Segment(to, segment.y()));
            } else if (segment.x() >= to) {
                covered.add(segment);
            }
        }
        segments = covered;
    }
}
