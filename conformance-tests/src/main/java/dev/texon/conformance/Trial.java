package dev.texon.conformance;

import dev.texon.gpu.Capabilities;
import dev.texon.gpu.GpuDevice;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the body of a case works with. Belongs to one run of one case. */
public final class Trial {
    private final GpuDevice device;
    private final DeviceOpener another;
    private final Random random;
    private final List<Measurement> measurements = new ArrayList<>();
    private final List<Curve> curves = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    Trial(String caseId, GpuDevice device, DeviceOpener another) {
        this.device = device;
        this.another = another;
        random = new Random(caseId.hashCode());
    }

    /** Code that may throw anything. */
    @FunctionalInterface
    public interface ThrowingRunnable {
        void run() throws Throwable;
    }

    /** The device under test, shared by all cases: close what you make, for example by {@link #closing}. */
    public GpuDevice device() {
        return device;
    }

    public Capabilities capabilities() {
        return device.capabilities();
    }

    /** Seeded from the case's id: the same numbers in every run. */
    public Random random() {
        return random;
    }

    /** Adds a number to the report, by which nothing is judged. */
    public void measured(String name, double value, String unit) {
        measured(name, value, unit, "");
    }

    /** Adds a number to the report, and what the case accepts: {@code at most 3 + 2·|x| ULP}. */
    public void measured(String name, double value, String unit, String accepted) {
        measurements.add(new Measurement(name, value, unit, accepted));
    }

    /**
     * Adds a curve to the report, which keeps at most {@link Curve#MAX_POINTS} points, the extreme values among them.
     *
     * @param name what it shows, for example {@code exp, error over input}
     * @param xLabel what runs along, with its unit
     * @param yLabel what was found, with its unit
     * @param xs positions
     * @param ys as many values; may hold NaN and Inf
     * @param lows the smallest accepted value at each position; none if nothing is judged
     * @param highs the largest accepted value at each position; none if nothing is judged
     */
    public void curve(
            String name, String xLabel, String yLabel, double[] xs, double[] ys, double[] lows, double[] highs) {
        curves.add(Curve.of(name, xLabel, yLabel, xs, ys, lows, highs));
    }

    /** Adds a curve by which nothing is judged. */
    public void curve(String name, String xLabel, String yLabel, double[] xs, double[] ys) {
        curve(name, xLabel, yLabel, xs, ys, new double[0], new double[0]);
    }

    /** Adds a curve whose values may be as far from 0 as {@code accepted} says at each position. */
    public void curve(String name, String xLabel, String yLabel, double[] xs, double[] ys, double[] accepted) {
        curve(name, xLabel, yLabel, xs, ys, Arrays.stream(accepted).map(a -> -a).toArray(), accepted);
    }

    /** Says that the answer is legal, but below what deep learning needs; the verdict is WARN unless a failure follows. */
    public void warn(String message) {
        warnings.add(message);
    }

    /** @throws CaseFailure always */
    public void fail(String message) {
        throw new CaseFailure(message);
    }

    /** @throws CaseFailure unless ok */
    public void check(boolean ok, Supplier<String> message) {
        if (!ok) {
            throw new CaseFailure(message.get());
        }
    }

    /**
     * Demands that an action throws, and returns what it threw.
     *
     * @throws CaseFailure if it throws nothing, or something else
     */
    public <T extends Throwable> T expectThrows(Class<T> type, ThrowingRunnable action) {
        try {
            action.run();
        } catch (Throwable thrown) {
            if (type.isInstance(thrown)) {
                return type.cast(thrown);
            }
            throw new CaseFailure("Expected " + type.getSimpleName() + ", but the call throws " + thrown + ".", thrown);
        }
        throw new CaseFailure("Expected " + type.getSimpleName() + ", but the call returns without an error.");
    }

    /** A second device on the same adapter, closed at the end of the case; it need not be measured again. */
    public GpuDevice openAnother() throws Exception {
        return closing(another.open(device.profile()));
    }

    /** As {@link #openAnother}, measured anew. */
    public GpuDevice measureAnother() throws Exception {
        return closing(another.open());
    }

    /** Has a resource closed at the end of the case, in reverse order, also when the case fails. */
    public <T extends AutoCloseable> T closing(T resource) {
        resources.push(resource);
        return resource;
    }

    List<Measurement> measurements() {
        return List.copyOf(measurements);
    }

    List<Curve> curves() {
        return List.copyOf(curves);
    }

    List<String> warnings() {
        return warnings;
    }

    /** Closes everything, and returns the first thing thrown meanwhile, with the others suppressed. */
    @Nullable
    Throwable closeResources() {
        Throwable first = null;
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Throwable thrown) {
                if (first == null) {
                    first = thrown;
                } else {
                    first.addSuppressed(thrown);
                }
            }
        }
        return first;
    }
}
