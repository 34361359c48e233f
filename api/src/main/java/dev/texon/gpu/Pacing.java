package dev.texon.gpu;

import dev.texon.gpu.spi.DrawCommand;
import dev.texon.gpu.spi.DriverFence;
import dev.texon.gpu.spi.GpuDriver;
import org.jspecify.annotations.Nullable;

/**
 * Keeps single draws short and the queue of draws below about a second. Systems end what draws for some seconds: Windows after two, a
 * browser's page after some more, and the context goes with it. So the first draw of a program over many texels begins with a few rows,
 * whose time is measured, and one that would take longer than the patience goes on in regions; each is handed to the GPU by itself.
 * Software renderers have no such limit, and their draws stay whole.
 *
 * <p>Java queues draws faster than any GPU draws them. A fence follows each slice of about a quarter of a second, and a slice is begun
 * when the one before the last has been drawn. What a slice may hold is told from how long the ones before took.
 */
final class Pacing {
    /** Milliseconds that one draw may take; 0: draws are not cut, without a value: 50 on hardware, and no end on software renderers. */
    static final String PROPERTY = "texon.gpu.patience";

    private static final long PATIENCE_NANOSECONDS = 50_000_000;
    /** Texels that are drawn without being measured. */
    private static final long FEW = 4096;
    /** A time that a clock and a wait measure well. */
    private static final long MEASURABLE_NANOSECONDS = 5_000_000;

    private static final int GROWTH = 16;

    private static final long SLICE_NANOSECONDS = 250_000_000;
    /** What a draw costs beside its texels, in texels. */
    private static final long DRAW = 1024;

    private static final long LEAST_SLICE = DRAW;
    private static final long FIRST_SLICE = 1L << 22;
    private static final long MOST_SLICE = 1L << 28;

    private final GpuDriver driver;
    private final long patience;

    private long slice = FIRST_SLICE;
    private long drawn;
    private long start = System.nanoTime();
    private @Nullable DriverFence before;
    private long beforeSize;
    private long beforeStart;
    private long reached = start;

    Pacing(GpuDriver driver) {
        this.driver = driver;
        Long milliseconds = Long.getLong(PROPERTY);
        patience = milliseconds != null
                ? Math.max(0, milliseconds) * 1_000_000
                : driver.info().kind().hardware() ? PATIENCE_NANOSECONDS : 0;
    }

    /** @param cost of the command's program, which this learns */
    void draw(DrawCommand command, Cost cost) {
        long texels = (long) command.width() * command.height();
        if (patience == 0 || texels <= FEW || (cost.known() && texels * cost.nanosecondsPerTexel <= patience)) {
            driver.draw(command);
        } else {
            drawInRegions(command, cost);
        }
        drawn += DRAW + texels;
        if (drawn >= slice) {
            endSlice();
        }
    }

    /** What a texel of a program costs. */
    static final class Cost {
        private double nanosecondsPerTexel;

        boolean known() {
            return nanosecondsPerTexel > 0;
        }
    }

    private void drawInRegions(DrawCommand command, Cost cost) {
        int level = command.level();
        int x = command.x();
        int y = command.y();
        int width = command.width();
        int height = command.height();
        try {
            int done = 0;
            long few = FEW;
            while (done < height && !cost.known()) {
                int rows = (int) Math.min(height - done, Math.max(1, few / width));
                if (done == 0) {
                    awaitAll();
                }
                long start = System.nanoTime();
                command.area(level, x, y + done, width, rows);
                driver.draw(command);
                awaitAll();
                long time = System.nanoTime() - start;
                done += rows;
                double each = (double) time / ((long) rows * width);
                if (time >= MEASURABLE_NANOSECONDS || done == height || each * width * (height - done) <= patience) {
                    cost.nanosecondsPerTexel = Math.max(Double.MIN_NORMAL, each);
                }
                few *= GROWTH;
            }
            while (done < height) {
                double most = Math.max(1, patience / (cost.nanosecondsPerTexel * width));
                int rows = (int) Math.min(height - done, most);
                command.area(level, x, y + done, width, rows);
                driver.draw(command);
                // A system looks at how long it works on what it is handed at once.
                driver.flush();
                done += rows;
            }
        } finally {
            command.area(level, x, y, width, height);
        }
    }

    private void awaitAll() {
        DriverFence fence = driver.fence();
        try {
            fence.await();
        } finally {
            fence.close();
        }
    }

    private void endSlice() {
        DriverFence now = driver.fence();
        DriverFence last = before;
        before = now;
        if (last != null) {
            try {
                awaitSlice(last);
            } finally {
                last.close();
            }
        }
        beforeSize = drawn;
        beforeStart = start;
        drawn = 0;
        start = System.nanoTime();
    }

    /** And learns from it how many texels a slice may have. */
    private void awaitSlice(DriverFence last) {
        boolean ready = last.isReached();
        last.await();
        long now = System.nanoTime();
        if (ready) {
            // The GPU waits for Java; if Java took long, it may have worked all the time all the same.
            slice = start - beforeStart < SLICE_NANOSECONDS ? Math.min(MOST_SLICE, 2 * slice) : slice;
        } else {
            long time = Math.max(1, now - Math.max(reached, beforeStart));
            double right = (double) beforeSize / time * SLICE_NANOSECONDS;
            slice = Math.max(LEAST_SLICE, Math.min((long) right, Math.min(MOST_SLICE, 2 * slice)));
        }
        reached = now;
    }

    /** Forgets what the queue holds, before the driver closes. */
    void close() {
        DriverFence last = before;
        before = null;
        if (last != null) {
            last.close();
        }
    }
}
