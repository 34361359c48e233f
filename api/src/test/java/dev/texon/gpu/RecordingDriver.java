package dev.texon.gpu;

import dev.texon.gpu.spi.DeclaredCapabilities;
import dev.texon.gpu.spi.DrawCommand;
import dev.texon.gpu.spi.DriverFence;
import dev.texon.gpu.spi.DriverProgram;
import dev.texon.gpu.spi.DriverReadback;
import dev.texon.gpu.spi.DriverTexture;
import dev.texon.gpu.spi.DriverTimer;
import dev.texon.gpu.spi.GpuDriver;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what the public API asks of a driver, and refuses what the driver SPI's contract rules out: calls after close or loss,
 * buffers that are not direct, in native order and exactly as long as their region.
 */
final class RecordingDriver implements GpuDriver {
    static final DeviceInfo INFO = new DeviceInfo("recording", "paper", "Paper 1.0", "Notebook", "Texon", "1");

    /** What a readback gives. */
    interface Content {
        void fill(ElementType type, ByteBuffer into);
    }

    private final DeviceInfo info;
    final List<String> calls = new ArrayList<>();
    /** Switched off where the recorder's own memory would disturb a measurement. */
    boolean recording = true;
    /** Whether what was started asynchronously has arrived. */
    volatile boolean arrived;
    /** Data of the last upload, in native order. */
    ByteBuffer uploaded = ByteBuffer.allocate(0);
    /** Counts: bytes 0, 1, 2…, floats 0, 1, 2…. */
    Content content = (type, into) -> {
        for (int i = 0; into.hasRemaining(); i++) {
            if (type == ElementType.FLOAT) {
                into.putFloat(i);
            } else {
                into.put((byte) i);
            }
        }
    };

    boolean compiles = true;
    /** What a wait for a fence takes. */
    Runnable onAwait = () -> {};
    /** The call that frees something and fails, if one does. */
    String failingFree = "";

    private @Nullable GpuException failure;
    private int goodCallsLeft;
    private boolean lost;
    private boolean closed;
    private DeclaredCapabilities declared = new DeclaredCapabilities(Map.of(), Set.of(), 64, 4, 4, 64);

    RecordingDriver() {
        this(INFO);
    }

    RecordingDriver(DeviceInfo info) {
        this.info = info;
        declaring(Devices.all());
    }

    /** Declares what a profile says that it declares. */
    RecordingDriver declaring(Capabilities capabilities) {
        Map<TextureFormat, Set<FormatFeature>> formats = new EnumMap<>(TextureFormat.class);
        capabilities.formats().forEach((format, support) -> formats.put(format, support.declared()));
        Limits limits = capabilities.limits();
        declared = new DeclaredCapabilities(
                formats,
                capabilities.features(),
                limits.declaredTextureSize(),
                limits.inputs(),
                limits.declaredRenderTargets(),
                limits.uniformVectors());
        return this;
    }

    /** The next call that is not a close fails. */
    void failNext(GpuException next) {
        failAfter(0, next);
    }

    /** The call after so many fails. */
    void failAfter(int goodCalls, GpuException next) {
        failure = next;
        goodCallsLeft = goodCalls;
    }

    List<String> takeCalls() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    private void call(String text) {
        if (closed || lost) {
            throw new AssertionError("Called after " + (closed ? "close" : "loss") + ": " + text);
        }
        calls.add(text);
        fail();
    }

    private void fail() {
        GpuException next = failure;
        if (next != null && goodCallsLeft-- == 0) {
            failure = null;
            lost = next instanceof GpuDeviceLostException;
            throw next;
        }
    }

    private void free(String text) {
        if (closed) {
            throw new AssertionError("Called after close: " + text);
        }
        calls.add(text);
        if (text.equals(failingFree)) {
            throw new GpuException("cannot " + text);
        }
    }

    private final class RecordedTexture implements DriverTexture {
        final TextureDescriptor descriptor;

        RecordedTexture(TextureDescriptor descriptor) {
            this.descriptor = descriptor;
        }

        @Override
        public long bytes() {
            return descriptor.texels() * descriptor.format().bytesPerTexel();
        }

        @Override
        public void close() {
            free("close texture " + descriptor.label());
        }

        @Override
        public String toString() {
            return descriptor.label();
        }
    }

    private final class RecordedProgram implements DriverProgram {
        final ProgramDescriptor descriptor;

        RecordedProgram(ProgramDescriptor descriptor) {
            this.descriptor = descriptor;
        }

        @Override
        public void close() {
            free("close program " + descriptor.label());
        }
    }

    @Override
    public DeviceInfo info() {
        return info;
    }

    @Override
    public DeclaredCapabilities declared() {
        return declared;
    }

    @Override
    public DriverTexture createTexture(TextureDescriptor descriptor) {
        call("create texture " + descriptor.label());
        return new RecordedTexture(descriptor);
    }

    @Override
    public void upload(DriverTexture texture, int level, Region region, ElementType type, ByteBuffer data) {
        call("upload " + type + " to " + texture + " level " + level + " " + region);
        TextureFormat format = ((RecordedTexture) texture).descriptor.format();
        if (!data.isDirect()
                || data.order() != ByteOrder.nativeOrder()
                || type != format.elementType()
                || data.alignmentOffset(data.position(), type.bytes()) != 0
                || data.remaining() != region.texels() * format.bytesPerTexel()) {
            throw new AssertionError("An upload of " + region + " got " + type + " " + data + " " + data.order());
        }
        uploaded = ByteBuffer.allocate(data.remaining()).order(ByteOrder.nativeOrder());
        uploaded.put(data.duplicate()).flip();
    }

    @Override
    public void generateMipmaps(DriverTexture texture) {
        call("mipmaps of " + texture);
    }

    @Override
    public DriverProgram createProgram(ProgramDescriptor descriptor) {
        call("create program " + descriptor.label());
        if (!compiles) {
            throw new ShaderCompileException("the driver's words", 3);
        }
        return new RecordedProgram(descriptor);
    }

    @Override
    public void draw(DrawCommand command) {
        if (!recording) {
            fail();
            return;
        }
        ProgramDescriptor descriptor = ((RecordedProgram) command.program()).descriptor;
        List<Object> inputs = new ArrayList<>();
        for (int i = 0; i < descriptor.inputs().size(); i++) {
            inputs.add(command.input(i));
        }
        List<Object> targets = new ArrayList<>();
        for (int i = 0; i < command.targetCount(); i++) {
            targets.add(command.target(i));
        }
        StringBuilder uniforms = new StringBuilder();
        for (int i = 0; i < descriptor.uniforms().size(); i++) {
            int[] values = command.ints(i);
            uniforms.append(' ').append(descriptor.uniforms().get(i).name());
            uniforms.append(values.length > 0 ? Arrays.toString(values) : Arrays.toString(command.floats(i)));
        }
        call("draw " + descriptor.label() + " " + inputs + " to " + targets + " level " + command.level() + " "
                + new Region(command.x(), command.y(), command.width(), command.height()) + uniforms
                + (command.blend() == Blend.NONE ? "" : " " + command.blend()));
    }

    @Override
    public DriverReadback readBack(DriverTexture texture, int level, Region region, ElementType type, boolean wait) {
        call("read " + type + " of " + texture + " level " + level + " " + region + (wait ? "" : " later"));
        int bytes = Math.toIntExact(region.texels()
                * ((RecordedTexture) texture).descriptor.format().channels()
                * type.bytes());
        ByteBuffer data = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
        content.fill(type, data);
        data.flip();
        return new DriverReadback() {
            private boolean open = true;

            @Override
            public boolean isDone() {
                if (!open) {
                    throw new AssertionError("A closed readback of " + texture + " is asked.");
                }
                fail();
                return arrived;
            }

            @Override
            public void get(ByteBuffer into) {
                call("get " + texture);
                if (!open
                        || !into.isDirect()
                        || into.order() != ByteOrder.nativeOrder()
                        || into.remaining() != data.remaining()) {
                    throw new AssertionError("A readback of " + region + " got " + into);
                }
                into.put(data);
            }

            @Override
            public void close() {
                if (open) {
                    free("close readback of " + texture);
                    open = false;
                }
            }
        };
    }

    @Override
    public DriverTimer startTimer() {
        call("start timer");
        return new DriverTimer() {
            private boolean open = true;

            @Override
            public void stop() {
                call("stop timer");
            }

            @Override
            public boolean isDone() {
                return arrived;
            }

            @Override
            public long nanoseconds() {
                call("take time");
                return 1500;
            }

            @Override
            public void close() {
                if (!open) {
                    throw new AssertionError("A timer is closed twice.");
                }
                open = false;
                free("close timer");
            }
        };
    }

    @Override
    public DriverFence fence() {
        if (recording) {
            call("fence");
        }
        return new DriverFence() {
            @Override
            public boolean isReached() {
                return arrived;
            }

            @Override
            public void await() {
                if (recording) {
                    call("await fence");
                }
                onAwait.run();
            }

            @Override
            public void close() {
                if (recording) {
                    free("close fence");
                }
            }
        };
    }

    @Override
    public void flush() {
        call("flush");
    }

    @Override
    public void loseContext() {
        call("lose context");
        failNext(new GpuDeviceLostException("lost on demand"));
    }

    @Override
    public void close() {
        free("close driver");
        closed = true;
    }
}
