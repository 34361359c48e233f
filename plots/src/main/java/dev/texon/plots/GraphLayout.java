package dev.texon.plots;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where the boxes and lines of a {@link GraphChart} lie, in pixels. Boxes stand in rows, each below all from which edges lead to it. Between two
 * rows, lines run horizontally, each on a track of its own. A line that passes rows does so on a vertical lane beside their boxes.
 */
final class GraphLayout {
    private static final int BESIDE = 44;
    /** From a box to a lane, from a lane to another, and from a track to another. */
    private static final int CLEARANCE = 18;

    private static final int LANE = 12;
    private static final int TRACK = 12;
    private static final int ABOVE_TRACKS = 14;
    private static final int BELOW_TRACKS = 22;
    private static final int PORT = 24;
    private static final int SWEEPS = 4;
    private static final double SAME = 0.5;

    private final List<GraphChart.Box> boxes;
    private final List<GraphChart.Edge> edges;
    private final List<List<Integer>> before = new ArrayList<>();
    private final List<List<Integer>> after = new ArrayList<>();
    private final int[] row;
    private final List<List<Integer>> rows = new ArrayList<>();
    private final double[] x;
    private final double[] top;
    private double bottom;
    /** Of each edge: where it passes rows, or where it begins if it passes none; and where it ends. */
    private final double[] lanes;

    private final double[] ports;
    private final List<List<Point>> lines = new ArrayList<>();

    record Point(double x, double y) {
        /** A point on the way to another one, at most half of it away. */
        Point towards(Point other, double distance) {
            double length = Math.hypot(other.x - x, other.y - y);
            double share = length == 0 ? 0 : Math.min(distance / length, 0.5);
            return new Point(x + share * (other.x - x), y + share * (other.y - y));
        }
    }

    /** A lane that is taken in some rows. */
    private record Lane(int from, int firstRow, int lastRow, double x) {}

    /** A horizontal part of a line below a row. */
    private record Part(int edge, int row, double left, double right) {}

    private GraphLayout(List<GraphChart.Box> boxes, List<GraphChart.Edge> edges) {
        this.boxes = boxes;
        this.edges = edges;
        row = new int[boxes.size()];
        x = new double[boxes.size()];
        top = new double[boxes.size()];
        lanes = new double[edges.size()];
        ports = new double[edges.size()];
    }

    static GraphLayout of(List<GraphChart.Box> boxes, List<GraphChart.Edge> edges) {
        GraphLayout layout = new GraphLayout(boxes, edges);
        layout.placeInRows();
        layout.placeBesideEachOther();
        layout.chooseLanes();
        layout.choosePorts();
        layout.draw();
        return layout;
    }

    /** The middle of a box. */
    double x(int box) {
        return x[box];
    }

    double top(int box) {
        return top[box];
    }

    double bottom() {
        return bottom;
    }

    double left() {
        return Math.min(
                IntStream.range(0, x.length).mapToDouble(this::left).min().orElse(0),
                IntStream.range(0, lanes.length)
                        .mapToDouble(i -> lanes[i])
                        .min()
                        .orElse(0));
    }

    double right() {
        return Math.max(
                IntStream.range(0, x.length).mapToDouble(this::right).max().orElse(0),
                IntStream.range(0, lanes.length)
                        .mapToDouble(i -> lanes[i])
                        .max()
                        .orElse(0));
    }

    /** Of each edge, from the bottom of a box to the top of another. */
    List<List<Point>> lines() {
        return lines;
    }

    private double left(int box) {
        return x[box] - boxes.get(box).width() / 2;
    }

    private double right(int box) {
        return x[box] + boxes.get(box).width() / 2;
    }

    private void placeInRows() {
        boxes.forEach(box -> {
            before.add(new ArrayList<>());
            after.add(new ArrayList<>());
        });
        for (GraphChart.Edge edge : edges) {
            before.get(edge.to()).add(edge.from());
            after.get(edge.from()).add(edge.to());
        }
        for (int i = 0; i < row.length; i++) {
            row[i] = before.get(i).stream().mapToInt(j -> row[j] + 1).max().orElse(0);
        }
        for (int i = 0; i < row.length; i++) {
            // What nothing leads to stands next to what it leads to.
            if (before.get(i).isEmpty()) {
                row[i] = after.get(i).stream().mapToInt(j -> row[j] - 1).min().orElse(0);
            }
            while (rows.size() <= row[i]) {
                rows.add(new ArrayList<>());
            }
            rows.get(row[i]).add(i);
        }
    }

    /** The last sweep goes down, so that a box stands exactly below the one that alone leads to it. */
    private void placeBesideEachOther() {
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int i = 0; i < rows.size(); i++) {
                place(rows.get(i), before, after);
            }
            for (int i = rows.size() - 1; i >= 0 && sweep < SWEEPS - 1; i--) {
                place(rows.get(i), after, before);
            }
        }
    }

    /** Sorts a row by the means of its neighbours, and brings each box as near to its mean as the others let it. */
    private void place(List<Integer> own, List<List<Integer>> neighbours, List<List<Integer>> others) {
        double[] wanted = new double[x.length];
        for (int box : own) {
            List<Integer> near = neighbours.get(box).isEmpty() ? others.get(box) : neighbours.get(box);
            wanted[box] = near.stream().mapToDouble(i -> x[i]).average().orElse(x[box]);
        }
        own.sort(Comparator.comparingDouble(box -> wanted[box]));
        // Least squares under the order: neighbours that want to overlap move as one (pool adjacent violators).
        double[] offset = new double[own.size()];
        List<double[]> pools = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            int box = own.get(i);
            if (i > 0) {
                int left = own.get(i - 1);
                offset[i] = offset[i - 1]
                        + (boxes.get(left).width() + boxes.get(box).width()) / 2
                        + BESIDE;
            }
            double[] pool = {wanted[box] - offset[i], 1};
            while (!pools.isEmpty() && pools.get(pools.size() - 1)[0] >= pool[0]) {
                double[] last = pools.remove(pools.size() - 1);
                double count = last[1] + pool[1];
                pool = new double[] {(last[0] * last[1] + pool[0] * pool[1]) / count, count};
            }
            pools.add(pool);
        }
        int i = 0;
        for (double[] pool : pools) {
            for (int last = i + (int) pool[1]; i < last; i++) {
                x[own.get(i)] = pool[0] + offset[i];
            }
        }
    }

    /** Short ones first, so that they are near. */
    private void chooseLanes() {
        List<Lane> taken = new ArrayList<>();
        IntStream.range(0, edges.size())
                .boxed()
                .sorted(Comparator.comparingInt(
                        i -> row[edges.get(i).to()] - row[edges.get(i).from()]))
                .forEach(i -> {
                    GraphChart.Edge edge = edges.get(i);
                    lanes[i] = x[edge.from()];
                    int first = row[edge.from()] + 1;
                    int last = row[edge.to()] - 1;
                    if (first <= last) {
                        lanes[i] = lane(edge, first, last, taken);
                        taken.add(new Lane(edge.from(), first, last, lanes[i]));
                    }
                });
    }

    /**
     * The lane of the shortest way that is free in these rows; of two as short ones that to the right. Lanes of different boxes do not
     * follow on each other, where they would look like one.
     */
    private double lane(GraphChart.Edge edge, int first, int last, List<Lane> taken) {
        List<Lane> others = taken.stream()
                .filter(lane ->
                        lane.from() != edge.from() && lane.firstRow() <= last + 1 && lane.lastRow() >= first - 1)
                .toList();
        List<Integer> passed =
                rows.subList(first, last + 1).stream().flatMap(List::stream).toList();
        List<Double> candidates = new ArrayList<>(List.of(x[edge.from()], x[edge.to()]));
        for (int box : passed) {
            candidates.add(left(box) - CLEARANCE);
            candidates.add(right(box) + CLEARANCE);
        }
        for (Lane lane : others) {
            candidates.add(lane.x() - LANE);
            candidates.add(lane.x() + LANE);
        }
        return candidates.stream()
                .sorted(Comparator.<Double>comparingDouble(
                                at -> Math.abs(at - x[edge.from()]) + Math.abs(at - x[edge.to()]))
                        .thenComparing(Comparator.reverseOrder()))
                .filter(at ->
                        passed.stream().allMatch(box -> at <= left(box) - CLEARANCE || at >= right(box) + CLEARANCE)
                                && others.stream().allMatch(lane -> Math.abs(at - lane.x()) >= LANE))
                .findFirst()
                .orElseThrow();
    }

    /** Lines reach a box in the order in which they come, and one that comes straight from above stays so. */
    private void choosePorts() {
        for (int box = 0; box < x.length; box++) {
            int own = box;
            List<Integer> coming = IntStream.range(0, edges.size())
                    .filter(i -> edges.get(i).to() == own)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> lanes[i]))
                    .toList();
            double straight = IntStream.range(0, coming.size())
                    .filter(i -> Math.abs(lanes[coming.get(i)] - x[own]) < SAME)
                    .mapToDouble(i -> i)
                    .findFirst()
                    .orElse((coming.size() - 1) / 2.0);
            double steps = Math.max(1, Math.max(straight, coming.size() - 1 - straight));
            double step = Math.min(PORT, (boxes.get(box).width() / 2 - 10) / steps);
            for (int i = 0; i < coming.size(); i++) {
                ports[coming.get(i)] = x[box] + (i - straight) * step;
            }
        }
    }

    private void draw() {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < edges.size(); i++) {
            int from = edges.get(i).from();
            int last = row[edges.get(i).to()] - 1;
            add(parts, i, row[from], x[from], row[from] == last ? ports[i] : lanes[i]);
            if (row[from] < last) {
                add(parts, i, last, lanes[i], ports[i]);
            }
        }
        List<List<List<Part>>> tracks = new ArrayList<>();
        rows.forEach(own -> tracks.add(new ArrayList<>()));
        parts.sort(Comparator.comparingDouble(part -> part.right() - part.left()));
        parts.forEach(part -> track(tracks.get(part.row()), part).add(part));
        double[] bottoms = new double[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            double start = i == 0
                    ? 0
                    : bottoms[i - 1]
                            + ABOVE_TRACKS
                            + TRACK * Math.max(0, tracks.get(i - 1).size() - 1)
                            + BELOW_TRACKS;
            bottoms[i] = start
                    + rows.get(i).stream()
                            .mapToDouble(box -> boxes.get(box).height())
                            .max()
                            .orElse(0);
            rows.get(i).forEach(box -> top[box] = start);
            bottom = bottoms[i];
        }
        for (int i = 0; i < edges.size(); i++) {
            GraphChart.Edge edge = edges.get(i);
            List<Point> line = new ArrayList<>();
            line.add(new Point(
                    x[edge.from()], top[edge.from()] + boxes.get(edge.from()).height()));
            for (int below = row[edge.from()]; below < row[edge.to()]; below++) {
                for (int track = 0; track < tracks.get(below).size(); track++) {
                    double y = bottoms[below] + ABOVE_TRACKS + TRACK * track;
                    for (Part part : tracks.get(below).get(track)) {
                        if (part.edge() == i) {
                            double start = line.get(line.size() - 1).x();
                            line.add(new Point(start, y));
                            line.add(new Point(part.left() == start ? part.right() : part.left(), y));
                        }
                    }
                }
            }
            line.add(new Point(ports[i], top[edge.to()]));
            lines.add(line);
        }
    }

    private static void add(List<Part> parts, int edge, int row, double from, double to) {
        if (Math.abs(from - to) >= SAME) {
            parts.add(new Part(edge, row, Math.min(from, to), Math.max(from, to)));
        }
    }

    /** The first track that has room; lines from the same box may lie on each other. */
    private List<Part> track(List<List<Part>> tracks, Part part) {
        for (List<Part> track : tracks) {
            if (track.stream()
                    .allMatch(other -> edges.get(other.edge()).from()
                                    == edges.get(part.edge()).from()
                            || other.right() + TRACK <= part.left()
                            || part.right() + TRACK <= other.left())) {
                return track;
            }
        }
        List<Part> track = new ArrayList<>();
        tracks.add(track);
        return track;
    }
}
