package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Trial;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuOutOfMemoryException;
import dev.texon.gpu.Pass;
import dev.texon.gpu.Program;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.ShaderCompileException;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Misuse, repetition, and many things at once. */
public final class RobustnessCases implements CaseGroup {
    @Override
    public List<ConformanceCase> cases() {
        List<ConformanceCase> cases = new ArrayList<>();
        cases.add(shaderError("syntax", 3, "void main() {\n  target = vec4(1.0)\n    * * 2.0;\n}\n"));
        cases.add(shaderError(
                "undeclared",
                4,
                "float a() { return 1.0; }\nvoid main() {\n  float x = a();\n  target = vec4(unknown_name);\n}\n"));
        cases.add(shaderError("type", 2, "void main() {\n  vec3 v = vec2(1.0);\n  target = vec4(v, 1.0);\n}\n"));
        cases.add(shaderError("missing-function", 2, "void main() {\n  target = vec4(no_such_function(1.0));\n}\n"));
        cases.add(ConformanceCase.of("robustness/shader/empty", "ROB-1")
                .checks("A kernel without main is refused, and the device goes on.")
                .lookAt("link errors")
                .body(trial -> {
                    trial.expectThrows(ShaderCompileException.class, () -> new Lab(trial)
                            .program(ProgramDescriptor.builder("empty")
                                    .output("target")
                                    .source("// nothing\n")));
                    goesOn(trial);
                }));
        cases.add(ConformanceCase.of("robustness/closed/device", "ROB-2")
                .checks("A closed device refuses everything, and what it made is closed with it; another goes on.")
                .lookAt("life cycle checks")
                .body(RobustnessCases::closedDevice));
        cases.add(ConformanceCase.of("robustness/closed/program", "ROB-2")
                .checks("A closed program is refused by its label; closing twice is fine.")
                .lookAt("life cycle checks")
                .body(RobustnessCases::closedProgram));
        cases.add(ConformanceCase.of("robustness/wrong-thread", "ROB-3")
                .checks("A call from another thread is refused, and the device goes on.")
                .lookAt("thread checks")
                .body(RobustnessCases::wrongThread));
        cases.add(ConformanceCase.of("robustness/two-devices", "ROB-4")
                .checks(
                        "Two devices on one adapter work in turns without disturbing each other, and refuse each other's textures.")
                .lookAt("state that contexts share, and which context is current")
                .body(RobustnessCases::twoDevices));
        cases.add(ConformanceCase.of("robustness/create-close", "ROB-5")
                .checks("10,000 textures of as many sizes, created and closed, leave nothing behind.")
                .lookAt("objects that are never freed")
                .body(RobustnessCases::createClose));
        cases.add(ConformanceCase.of("robustness/in-flight", "ROB-6")
                .checks("1,000 passes in flight all happen, in order.")
                .lookAt("queues that overflow")
                .body(RobustnessCases::inFlight));
        cases.add(ConformanceCase.of("robustness/interrupt", "ROB-9")
                .checks(
                        "A thread whose interrupt flag is set uploads 16 MiB, reads it back and opens another device; the flag stays.")
                .lookAt("waits and channels that an interrupt ends")
                .body(RobustnessCases::interrupt));
        cases.add(ConformanceCase.of("robustness/same-bits", "ROB-7")
                .checks("The same input gives the same bits in 100 runs.")
                .requires(Lab.floatInputs())
                .lookAt("results that depend on scheduling, or on memory that was not written")
                .body(RobustnessCases::sameBits));
        return cases;
    }

    private static void interrupt(Trial trial) throws Exception {
        Lab lab = new Lab(trial);
        GpuDevice device = trial.device();
        int side = 512;
        Texture texture = lab.texture("interrupted", side, side, TextureFormat.RGBA8);
        float[] values = new float[4 * side * side];
        Arrays.fill(values, 1f);
        float[] actual;
        boolean kept;
        Thread.currentThread().interrupt();
        try {
            for (int i = 0; i < 16; i++) {
                texture.upload(values);
                device.flush();
            }
            actual = texture.read();
            kept = Thread.currentThread().isInterrupted();
            trial.openAnother().close();
            kept &= Thread.currentThread().isInterrupted();
        } finally {
            // The suite goes on with a clear flag.
            Thread.interrupted();
        }
        boolean flag = kept;
        trial.check(flag, () -> "The interrupt flag is lost.");
        lab.checkEqual("Texels that an interrupted thread uploads", values, actual, side, 4);
    }

    private static ConformanceCase shaderError(String name, int line, String source) {
        return ConformanceCase.of("robustness/shader/" + name, "ROB-1")
                .checks("An error of kind " + name + " in line " + line
                        + " is reported with that line, and the device goes on.")
                .lookAt("the form of the driver's log")
                .body(trial -> {
                    ShaderCompileException error = trial.expectThrows(ShaderCompileException.class, () -> new Lab(trial)
                            .program(ProgramDescriptor.builder("faulty")
                                    .output("target")
                                    .source(source)));
                    trial.check(
                            error.line() == line,
                            () -> "The error names line " + error.line() + " instead of " + line + ": "
                                    + error.getMessage());
                    trial.check(
                            String.valueOf(error.getMessage()).contains("'faulty'"),
                            () -> "The error does not name the program: " + error.getMessage());
                    goesOn(trial);
                });
    }

    /** Draws and reads a number. */
    static void goesOn(Trial trial) {
        draws(trial, trial.device(), 42);
    }

    private static void draws(Trial trial, GpuDevice device, int number) {
        try (Program program = device.createProgram(number());
                Texture target = device.createTexture(TextureDescriptor.of("target", 3, 3, TextureFormat.RGBA8))) {
            device.pass(program)
                    .uniform("number", (float) number)
                    .target(target)
                    .draw();
            float found = target.read()[0] * 255;
            trial.check(Math.round(found) == number, () -> "The device draws " + found + " instead of " + number + ".");
        }
    }

    private static ProgramDescriptor number() {
        return ProgramDescriptor.builder("number")
                .uniform("number", UniformType.FLOAT)
                .output("target")
                .source("void main() { target = vec4(number) / 255.0; }")
                .build();
    }

    private static void closedDevice(Trial trial) throws Exception {
        GpuDevice other = trial.openAnother();
        Texture texture = other.createTexture(TextureDescriptor.of("orphan", 2, 2, TextureFormat.RGBA8));
        other.close();
        other.close();
        trial.expectThrows(
                IllegalStateException.class,
                () -> other.createTexture(TextureDescriptor.of("late", 2, 2, TextureFormat.RGBA8)));
        trial.expectThrows(IllegalStateException.class, texture::read);
        trial.expectThrows(IllegalStateException.class, other::poll);
        goesOn(trial);
    }

    private static void closedProgram(Trial trial) {
        Program program = trial.device().createProgram(number());
        Pass pass = trial.device()
                .pass(program)
                .uniform("number", 1f)
                .target(new Lab(trial).texture("target", 2, 2, TextureFormat.RGBA8));
        program.close();
        program.close();
        Exception refusal = trial.expectThrows(IllegalStateException.class, pass::draw);
        trial.check(
                String.valueOf(refusal.getMessage()).contains("'number'"),
                () -> "The refusal does not name the program: " + refusal.getMessage());
        goesOn(trial);
    }

    private static void wrongThread(Trial trial) throws InterruptedException {
        List<Throwable> thrown = new ArrayList<>();
        Thread thread = new Thread(() -> {
            try {
                trial.device().createTexture(TextureDescriptor.of("elsewhere", 2, 2, TextureFormat.RGBA8));
            } catch (Throwable e) {
                thrown.add(e);
            }
        });
        thread.start();
        thread.join();
        trial.check(
                thrown.size() == 1 && thrown.get(0) instanceof IllegalStateException,
                () -> "A call from another thread gives " + thrown + " instead of an IllegalStateException.");
        goesOn(trial);
    }

    private static void twoDevices(Trial trial) throws Exception {
        GpuDevice first = trial.device();
        GpuDevice second = trial.openAnother();
        for (int i = 0; i < 3; i++) {
            draws(trial, first, 10 + i);
            draws(trial, second, 20 + i);
        }
        Texture foreign = second.createTexture(TextureDescriptor.of("foreign", 2, 2, TextureFormat.RGBA8));
        Program program = trial.closing(first.createProgram(number()));
        Pass pass = first.pass(program).uniform("number", 1f).target(foreign);
        Exception refusal = trial.expectThrows(IllegalArgumentException.class, pass::draw);
        trial.check(
                String.valueOf(refusal.getMessage()).contains("'foreign'"),
                () -> "The refusal does not name the texture: " + refusal.getMessage());
    }

    /**
     * Textures of 1×1 to 100×100 that are not freed are 97 MiB; less than 40 % of that may grow for other reasons. Each has another
     * size, so that a driver that keeps closed textures for the next one like it frees them, too.
     */
    private static void createClose(Trial trial) {
        GpuDevice device = trial.device();
        int live = device.statistics().liveTextures();
        long bytes = device.statistics().liveTextureBytes();
        for (int i = 0; i < 200; i++) {
            cycle(device, i);
        }
        OptionalLong before = residentBytes();
        for (int i = 0; i < 10_000; i++) {
            int made = i;
            try {
                cycle(device, i);
            } catch (GpuOutOfMemoryException e) {
                trial.fail("After " + made
                        + " textures of at most 40 KB, each closed before the next, memory is full: closing a texture"
                        + " does not free it.");
            }
        }
        OptionalLong after = residentBytes();
        trial.check(
                device.statistics().liveTextures() == live
                        && device.statistics().liveTextureBytes() == bytes,
                () -> "The device counts " + device.statistics()
                        + " after as many closes as creations; before there were " + live + " textures.");
        if (before.isPresent() && after.isPresent()) {
            double growth = (after.getAsLong() - before.getAsLong()) / 1048576.0;
            trial.measured("growth of this process", growth, "MiB", "less than 39 MiB");
            trial.check(
                    growth < 39, () -> "The process grew by " + growth + " MiB; 10,000 leaked textures are 97 MiB.");
        }
        goesOn(trial);
    }

    /** @param i below 10,000: each gives another size */
    private static void cycle(GpuDevice device, int i) {
        device.createTexture(TextureDescriptor.of("cycled", 1 + i % 100, 1 + i / 100, TextureFormat.RGBA8))
                .close();
    }

    /** Memory of this process on Linux; a browser's GPU process is another one. */
    private static OptionalLong residentBytes() {
        try {
            String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", -1);
            return OptionalLong.of(Long.parseLong(pages[1]) * 4096);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static void inFlight(Trial trial) {
        Lab lab = new Lab(trial);
        Program program = lab.program(ProgramDescriptor.builder("count")
                .texels("inputs")
                .output("target")
                .source("""
                        void main() {
                          vec4 v = floor(fetch_inputs(fragment()) * 255.0 + 0.5);
                          float low = v.r + 1.0;
                          target = vec4(low >= 250.0 ? low - 250.0 : low, low >= 250.0 ? v.g + 1.0 : v.g, 0.0, 0.0) / 255.0;
                        }
                        """));
        Texture source = lab.texture("ping", 4, 4, TextureFormat.RGBA8);
        Texture target = lab.texture("pong", 4, 4, TextureFormat.RGBA8);
        Pass pass = trial.device().pass(program);
        long start = System.nanoTime();
        for (int i = 0; i < 1000; i++) {
            pass.input("inputs", source).target(target).draw();
            Texture swap = source;
            source = target;
            target = swap;
        }
        float[] values = source.read();
        trial.measured("time of a pass", (System.nanoTime() - start) / 1e6, "µs");
        for (int i = 0; i < values.length; i += 4) {
            int count = Math.round(255 * values[i]) + 250 * Math.round(255 * values[i + 1]);
            trial.check(count == 1000, () -> "After 1,000 passes a texel counts " + count + ".");
        }
    }

    private static void sameBits(Trial trial) {
        Lab lab = new Lab(trial);
        float[] inputs = new float[4 * 64 * 64];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = lab.uniform(-4f, 4f);
        }
        Texture texture = lab.texture("inputs", 64, 64, TextureFormat.RGBA32F);
        texture.upload(inputs);
        Program program = lab.program(ProgramDescriptor.builder("chaos")
                .texels("inputs")
                .output("bytes")
                .functions(dev.texon.shaders.Shaders.functions("pack_float"))
                .source("""
                        void main() {
                          vec4 v = fetch_inputs(fragment());
                          float x = 0.5 + 0.1 * sin(v.r);
                          for (int i = 0; i < 16; i++) { x = 3.9 * x * (1.0 - x) + 0.001 * exp(-v.g * v.g); }
                          bytes = pack_float(x);
                        }
                        """));
        Texture target = lab.texture("bytes", 64, 64, TextureFormat.RGBA8);
        Pass pass = trial.device().pass(program).input("inputs", texture).target(target);
        pass.draw();
        float[] first = target.read();
        for (int i = 1; i < 100; i++) {
            pass.draw();
            lab.checkEqual("Run " + i, first, target.read(), 64, 4);
        }
    }
}
