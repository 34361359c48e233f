package dev.texon.conformance.cases;

import dev.texon.conformance.CaseGroup;
import dev.texon.conformance.ConformanceCase;
import dev.texon.conformance.Requirement;
import dev.texon.conformance.Trial;
import dev.texon.gpu.Feature;
import dev.texon.gpu.GpuDevice;
import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuUnsupportedException;
import dev.texon.gpu.Pass;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Texture;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A context that is lost while it works. */
public final class LossCases implements CaseGroup {
    private static final TextureDescriptor TARGET =
            TextureDescriptor.of("target", 4, 4, TextureFormat.RGBA8).withAllLevels();

    /** In one case, since opening a device takes seconds in a browser. */
    @Override
    public List<ConformanceCase> cases() {
        return List.of(ConformanceCase.of("robustness/lost-context", "ROB-8")
                .checks(
                        "After its context is lost a device says so in every call, ends what is pending, and closes; one"
                                + " opened anew computes right, and others never notice.")
                .requires(new Requirement.OfFeature(Feature.CONTEXT_LOSS))
                .refusal(trial -> trial.expectThrows(
                        GpuUnsupportedException.class, () -> trial.device().loseContext()))
                .lookAt("answers that never come, calls that do not notice, and contexts that go together")
                .body(trial -> {
                    GpuDevice device = trial.openAnother();
                    lose(trial, device);
                    device.close();
                    device.close();
                    GpuDevice anew = trial.openAnother();
                    Texture target = anew.createTexture(TARGET);
                    Pass pass = anew.pass(anew.createProgram(sevenTimes())).target(target);
                    for (int number = 1; number <= 3; number++) {
                        drawsSevenTimes(trial, pass, target, number);
                    }
                    RobustnessCases.goesOn(trial);
                }));
    }

    private static ProgramDescriptor sevenTimes() {
        return ProgramDescriptor.builder("seven times")
                .uniform("number", UniformType.FLOAT)
                .output("target")
                .source("void main() { target = vec4(7.0 * number) / 255.0; }")
                .build();
    }

    private static void drawsSevenTimes(Trial trial, Pass pass, Texture target, int number) {
        pass.uniform("number", (float) number).draw();
        float found = 255 * target.read()[0];
        trial.check(
                Math.round(found) == 7 * number, () -> "The device draws " + found + " instead of " + 7 * number + ".");
    }

    private static void lose(Trial trial, GpuDevice device) {
        Texture target = device.createTexture(TARGET);
        Texture other = device.createTexture(TextureDescriptor.of("other", 4, 4, TextureFormat.RGBA8));
        Pass pass = device.pass(device.createProgram(sevenTimes())).target(target);
        drawsSevenTimes(trial, pass, target, 6);
        float[] texels = new float[4 * 4 * 4];
        Map<String, Trial.ThrowingRunnable> calls = new LinkedHashMap<>();
        calls.put("draw", pass::draw);
        calls.put("read", target::read);
        calls.put("readAsync", () -> target.readAsync(0, target.whole()).join());
        calls.put("upload", () -> other.upload(texels));
        calls.put("generateMipmaps", target::generateMipmaps);
        calls.put("copyTo", () -> target.copyTo(other, target.whole(), 0, 0));
        calls.put("createTexture", () -> device.createTexture(TARGET));
        calls.put("createProgram", () -> device.createProgram(sevenTimes()));
        calls.put("flush", device::flush);
        calls.put("loseContext", device::loseContext);
        CompletableFuture<float[]> polled = target.readAsync(0, target.whole());
        CompletableFuture<float[]> awaited = target.readAsync(0, target.whole());

        device.loseContext();
        String reason = "";
        for (Map.Entry<String, Trial.ThrowingRunnable> call : calls.entrySet()) {
            String message = lossOf(trial, call.getKey(), call.getValue());
            reason = reason.isEmpty() ? message : reason;
            String first = reason;
            trial.check(
                    message.contains(first),
                    () -> "After a loss " + call.getKey() + " says \"" + message + "\" and not the reason, \"" + first
                            + "\".");
        }
        trial.check(device.isLost(), () -> "The device does not know that it is lost.");
        if (!trial.capabilities().supports(Feature.ASYNC_READ_BACK)) {
            trial.check(
                    polled.isDone() && awaited.join().length == 64,
                    () -> "A readback that had to wait when it was started is not there.");
            return;
        }
        CompletionException thrown = trial.expectThrows(CompletionException.class, awaited::join);
        trial.check(
                thrown.getCause() instanceof GpuDeviceLostException,
                () -> "A readback that is awaited across the loss ends with " + thrown.getCause() + ".");
        device.poll();
        trial.check(
                polled.isCompletedExceptionally() && !polled.isCancelled(),
                () -> "After the loss and a poll, a readback that was pending is " + polled + ".");
    }

    private static String lossOf(Trial trial, String name, Trial.ThrowingRunnable call) {
        try {
            call.run();
        } catch (GpuDeviceLostException e) {
            return String.valueOf(e.getMessage());
        } catch (Throwable e) {
            trial.fail("After the context is lost " + name + " throws " + e + ".");
        }
        trial.fail("After the context is lost " + name + " returns without an error.");
        return "";
    }
}
