package dev.texon.gpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What goes into textures and comes out of them. */
class TextureTest {
    private RecordingDriver driver = new RecordingDriver();
    private GpuDevice device = Devices.open(driver);

    @AfterEach
    void close() {
        device.close();
    }

    private void reopen(Capabilities capabilities) {
        device.close();
        driver = new RecordingDriver();
        device = Devices.open(driver, capabilities);
    }

    private Texture texture(String label, int width, int height, TextureFormat format) {
        Texture texture = device.createTexture(TextureDescriptor.of(label, width, height, format));
        driver.takeCalls();
        return texture;
    }

    private Texture pyramid(int size) {
        Texture texture = device.createTexture(
                TextureDescriptor.of("pyramid", size, size, TextureFormat.R32F).withAllLevels());
        driver.takeCalls();
        return texture;
    }

    private <E extends Exception> void refused(Class<E> type, Executable action, String... words) {
        driver.takeCalls();
        String message = String.valueOf(assertThrows(type, action).getMessage());
        for (String word : words) {
            assertTrue(message.contains(word), message);
        }
        assertEquals(List.of(), driver.takeCalls(), "nothing reaches the driver");
    }

    @Test
    void bytesAreRoundedAndClamped() {
        Texture texture = texture("b", 9, 1, TextureFormat.R8);
        texture.upload(0f, 1f, 0.5f, -3f, 2f, 0.49f / 255, 0.51f / 255, Float.NaN, 254.5f / 255);
        byte[] bytes = new byte[9];
        driver.uploaded.get(bytes);
        assertArrayEquals(new byte[] {0, (byte) 255, (byte) 128, 0, (byte) 255, 0, 1, 0, (byte) 255}, bytes);
        assertEquals(List.of("upload UNSIGNED_BYTE to b level 0 9×1 at (0, 0)"), driver.takeCalls());
    }

    @Test
    void halvesAreRoundedToNearestEven() {
        texture("h", 2, 1, TextureFormat.RG16F).upload(1f, 1f + 0x1p-11f, 1f + 0x3p-11f, 65520f);
        short[] halves = new short[4];
        driver.uploaded.asShortBuffer().get(halves);
        assertArrayEquals(new short[] {0x3c00, 0x3c00, 0x3c02, 0x7c00}, halves);
    }

    @Test
    void floatsKeepTheirBits() {
        float payload = Float.intBitsToFloat(0x7fc12345);
        texture("f", 4, 1, TextureFormat.R32F).upload(-0f, Float.MIN_VALUE, payload, Float.NEGATIVE_INFINITY);
        int[] bits = new int[4];
        driver.uploaded.asIntBuffer().get(bits);
        assertArrayEquals(new int[] {0x80000000, 1, 0x7fc12345, 0xff800000}, bits);
    }

    @Test
    void halfBitsAreSentAsGiven() {
        Texture texture = texture("h", 3, 1, TextureFormat.R16F);
        texture.uploadHalf(0, new Region(1, 0, 2, 1), (short) 0x7e55, (short) 0x8001);
        short[] halves = new short[2];
        driver.uploaded.asShortBuffer().get(halves);
        assertArrayEquals(new short[] {0x7e55, (short) 0x8001}, halves);
        assertEquals(List.of("upload HALF_FLOAT to h level 0 2×1 at (1, 0)"), driver.takeCalls());
        refused(
                IllegalArgumentException.class,
                () -> texture.uploadHalf(0, texture.whole(), (short) 1),
                "'h'",
                "3 half floats, not 1");
        Texture floats = texture("f", 1, 1, TextureFormat.R32F);
        refused(IllegalArgumentException.class, () -> floats.uploadHalf(0, floats.whole(), (short) 1), "'f'", "R32F");
    }

    @Test
    void buffersOfAnyKindAreSentAsGivenAndStayUntouched() {
        Texture texture = texture("b", 2, 1, TextureFormat.R32F);
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            for (ByteBuffer buffer : List.of(
                    ByteBuffer.allocate(12),
                    ByteBuffer.allocateDirect(12),
                    ByteBuffer.allocateDirect(13).position(1).slice())) {
                buffer.order(order).putInt(0x11111111).putInt(0x01020304).putInt(0x7f800001);
                buffer.position(4);
                texture.upload(0, texture.whole(), buffer);
                assertEquals(0x01020304, driver.uploaded.getInt(0), order.toString());
                assertEquals(0x7f800001, driver.uploaded.getInt(4), order.toString());
                assertEquals(8, buffer.remaining());
                assertEquals(order, buffer.order());
            }
        }
        refused(
                IllegalArgumentException.class,
                () -> texture.upload(0, texture.whole(), ByteBuffer.allocateDirect(7)),
                "'b'",
                "8 bytes, not 7");
    }

    @Test
    void halvesAndBytesOfAnyOrderAreSentAsGiven() {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            ByteBuffer halves = ByteBuffer.allocate(4).order(order).putShort((short) 0x3c01);
            halves.putShort((short) 0x7c00).flip();
            Texture half = texture("h", 2, 1, TextureFormat.R16F);
            half.upload(0, half.whole(), halves);
            assertEquals(0x3c01, driver.uploaded.getShort(0), order.toString());
            assertEquals(0x7c00, driver.uploaded.getShort(2), order.toString());
            ByteBuffer bytes = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).order(order);
            Texture colour = texture("b", 1, 1, TextureFormat.RGBA8);
            colour.upload(0, colour.whole(), bytes);
            assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), driver.uploaded);
        }
    }

    @Test
    void regionsAndLevelsAreChecked() {
        Texture texture = pyramid(4);
        float[] six = new float[6];
        texture.upload(0, new Region(1, 1, 3, 2), six);
        texture.upload(1, new Region(1, 1, 1, 1), 1f);
        assertEquals(
                List.of(
                        "upload FLOAT to pyramid level 0 3×2 at (1, 1)",
                        "upload FLOAT to pyramid level 1 1×1 at (1, 1)"),
                driver.takeCalls());
        List<Executable> outside = List.of(
                () -> texture.upload(0, new Region(2, 1, 3, 2), six),
                () -> texture.upload(0, new Region(1, 3, 3, 2), six),
                () -> texture.read(0, new Region(2, 1, 3, 2)),
                () -> texture.readAsync(0, new Region(2, 1, 3, 2)).join(),
                () -> texture.read(0, new Region(Integer.MAX_VALUE, 0, 1, 1)));
        for (Executable call : outside) {
            refused(IllegalArgumentException.class, call, "does not fit level 0", "'pyramid'", "4×4");
        }
        refused(
                IllegalArgumentException.class,
                () -> texture.upload(1, new Region(0, 0, 3, 2), six),
                "3×2 at (0, 0)",
                "level 1",
                "2×2");
        refused(
                IllegalArgumentException.class,
                () -> texture.upload(3, new Region(0, 0, 1, 1), 1f),
                "level 3",
                "0 to 2");
        refused(IllegalArgumentException.class, () -> texture.read(-1, new Region(0, 0, 1, 1)), "level -1");
        refused(
                IllegalArgumentException.class,
                () -> texture.upload(0, new Region(1, 1, 3, 2), new float[5]),
                "3×2 at (1, 1)",
                "'pyramid' (R32F)",
                "6 numbers, not 5");
        FloatBuffer small = FloatBuffer.allocate(15);
        refused(
                IllegalArgumentException.class,
                () -> texture.read(0, texture.whole(), small),
                "'pyramid'",
                "16 numbers",
                "15");
    }

    @Test
    void closedTexturesAreNamed() {
        Texture texture = texture("gone", 2, 2, TextureFormat.R8);
        Texture target = texture("target", 2, 2, TextureFormat.R8);
        texture.close();
        List<Executable> calls = List.of(
                () -> texture.upload(0, 0, 0, 0),
                () -> texture.upload(0, texture.whole(), ByteBuffer.allocate(4)),
                texture::read,
                () -> texture.readAsync(0, texture.whole()).join(),
                texture::generateMipmaps,
                () -> texture.copyTo(target, texture.whole(), 0, 0),
                () -> target.copyTo(texture, texture.whole(), 0, 0));
        for (Executable call : calls) {
            refused(IllegalStateException.class, call, "'gone' is closed");
        }
    }

    @Test
    void readsBytesAsFractionsAndFloatsAsTheyAre() {
        assertArrayEquals(
                new float[] {0f, 1f / 255, 2f / 255, 3f / 255},
                texture("b", 2, 1, TextureFormat.RG8).read());
        assertEquals(
                List.of("read UNSIGNED_BYTE of b level 0 2×1 at (0, 0)", "get b", "close readback of b"),
                driver.takeCalls());
        FloatBuffer into = FloatBuffer.allocate(4).position(1);
        texture("h", 2, 2, TextureFormat.R16F).read(0, new Region(0, 1, 2, 1), into);
        assertEquals(3, into.position());
        assertArrayEquals(new float[] {0, 0, 1, 0}, into.array());
        assertEquals(
                List.of("read FLOAT of h level 0 2×1 at (0, 1)", "get h", "close readback of h"), driver.takeCalls());
    }

    @Test
    void readsByEncodingWhereTheFormatIsNotReadBack() {
        reopen(Devices.without(Devices.all(), TextureFormat.RG32F, FormatFeature.READ_BACK));
        Texture texture = texture("f", 3, 2, TextureFormat.RG32F);
        encodeChannels();
        assertArrayEquals(new float[] {0, 100, 1, 101}, texture.read(0, new Region(1, 1, 2, 1)));
        assertEncoded(2);
        encodeChannels();
        CompletableFuture<float[]> later = texture.readAsync(0, new Region(1, 1, 2, 1));
        assertArrayEquals(new float[] {0, 100, 1, 101}, later.join());
        assertEncoded(2);
        assertEquals(1, device.statistics().liveTextures(), "the helper's texture is closed");
    }

    /** One draw for each channel, each above the one before, and a single readback, which is freed. */
    private void assertEncoded(int channels) {
        List<String> calls = driver.takeCalls();
        for (int channel = 0; channel < channels; channel++) {
            String uniforms = "offset[1.0, " + (1.0 - channel) + "] channel[" + channel + "] level[0]";
            assertEquals(
                    1,
                    calls.stream()
                            .filter(call -> call.startsWith("draw") && call.contains(uniforms))
                            .count(),
                    calls.toString());
        }
        assertEquals(
                1,
                calls.stream()
                        .filter(call -> call.startsWith("read UNSIGNED_BYTE"))
                        .count());
        assertEquals(
                1,
                calls.stream().filter(call -> call.startsWith("close readback")).count());
    }

    /** What read_channel would draw for texels that hold 100 · channel + index, lowest byte first. */
    private void encodeChannels() {
        driver.content = (type, into) -> {
            into.order(ByteOrder.LITTLE_ENDIAN);
            // Two texels a channel.
            for (int number = 0; into.hasRemaining(); number++) {
                int channel = number / 2;
                into.putFloat(100f * channel + number % 2);
            }
        };
    }

    @Test
    void levelsAreReadOnlyWhereAWayLeadsThere() {
        Texture direct = pyramid(4);
        direct.read(1, direct.whole(1));
        assertEquals(
                "read FLOAT of pyramid level 1 2×2 at (0, 0)",
                driver.takeCalls().get(0));

        Capabilities fixed = Devices.without(Devices.all(), Feature.RENDER_TO_LEVEL);
        reopen(fixed);
        encodeChannels();
        Texture fetched = pyramid(4);
        fetched.read(1, fetched.whole(1));
        assertTrue(driver.takeCalls().stream().anyMatch(call -> call.contains("level[1]")));

        reopen(Devices.without(fixed, Feature.EXPLICIT_LEVEL));
        Texture unreachable = pyramid(4);
        refused(
                GpuUnsupportedException.class,
                () -> unreachable.read(1, unreachable.whole(1)),
                "EXPLICIT_LEVEL",
                "level 1",
                "'pyramid'");

        // Drawing to a level is no way to read it where the format is not read back.
        reopen(Devices.without(
                Devices.without(Devices.all(), Feature.EXPLICIT_LEVEL), TextureFormat.R32F, FormatFeature.READ_BACK));
        Texture encoded = pyramid(4);
        refused(GpuUnsupportedException.class, () -> encoded.read(1, encoded.whole(1)), "EXPLICIT_LEVEL", "level 1");
    }

    @Test
    void fillsByDrawingWhereTheFormatIsNotUploaded() {
        reopen(Devices.without(Devices.all(), TextureFormat.RG16F, FormatFeature.UPLOAD));
        Texture texture = texture("h", 4, 4, TextureFormat.RG16F);
        texture.upload(0, new Region(2, 1, 1, 2), 1f + 0x1p-11f, 2f, 3f, 65520f);
        List<String> calls = driver.takeCalls();
        assertTrue(calls.contains("upload FLOAT to floats for 'h' level 0 1×2 at (0, 0)"), calls.toString());
        assertTrue(
                calls.contains("draw copy [floats for 'h'] to [h] level 0 1×2 at (2, 1) offset[-2.0, -1.0]"),
                calls.toString());
        float[] sent = new float[4];
        driver.uploaded.asFloatBuffer().get(sent);
        assertArrayEquals(new float[] {1f, 2f, 3f, Float.POSITIVE_INFINITY}, sent, "rounded before they are drawn");
        assertEquals(1, device.statistics().uploads(), "only the floats cross to the GPU");
        assertEquals(16, device.statistics().uploadedBytes());
        assertEquals(1, device.statistics().liveTextures());
    }

    @Test
    void copiesByDrawing() {
        Texture source = texture("s", 4, 4, TextureFormat.R32F);
        Texture target = texture("t", 8, 8, TextureFormat.R16F);
        source.copyTo(target, new Region(1, 2, 3, 2), 5, 0);
        List<String> calls = driver.takeCalls();
        assertEquals("draw copy [s] to [t] level 0 3×2 at (5, 0) offset[-4.0, 2.0]", calls.get(calls.size() - 1));
        refused(
                IllegalArgumentException.class,
                () -> source.copyTo(target, new Region(1, 2, 3, 2), 6, 0),
                "3×2 at (6, 0)",
                "'t'");
        refused(
                IllegalArgumentException.class,
                () -> source.copyTo(target, new Region(2, 2, 3, 2), 0, 0),
                "3×2 at (2, 2)",
                "'s'");
        refused(
                IllegalArgumentException.class,
                () -> source.copyTo(source, new Region(0, 0, 1, 1), 2, 2),
                "'s'",
                "while");
    }

    @Test
    void generatesMipmaps() {
        pyramid(4).generateMipmaps();
        assertEquals(List.of("mipmaps of pyramid"), driver.takeCalls());
        Texture flat = texture("flat", 4, 4, TextureFormat.R8);
        refused(IllegalStateException.class, flat::generateMipmaps, "'flat'", "1 mip level", "withAllLevels()");
        reopen(Devices.without(Devices.all(), TextureFormat.R32F, FormatFeature.MIPMAP));
        refused(GpuUnsupportedException.class, pyramid(4)::generateMipmaps, "MIPMAP for R32F", "'pyramid'");
    }

    @Test
    void aFutureCompletesWhenPolled() {
        Texture texture = texture("f", 2, 1, TextureFormat.R32F);
        CompletableFuture<float[]> future = texture.readAsync(0, texture.whole());
        assertEquals(List.of("read FLOAT of f level 0 2×1 at (0, 0) later"), driver.takeCalls());
        device.poll();
        assertFalse(future.isDone());
        driver.arrived = true;
        device.poll();
        assertTrue(future.isDone());
        assertArrayEquals(new float[] {0, 1}, future.join());
        device.poll();
        assertEquals(List.of("get f", "close readback of f"), driver.takeCalls(), "fetched once");
    }

    @Test
    void waitingOnTheDevicesThreadFetches() throws ExecutionException, InterruptedException, TimeoutException {
        Texture texture = texture("f", 2, 1, TextureFormat.R32F);
        float[] expected = {0, 1};
        assertArrayEquals(expected, texture.readAsync(0, texture.whole()).join());
        assertArrayEquals(expected, texture.readAsync(0, texture.whole()).get());
        driver.arrived = true;
        assertArrayEquals(expected, texture.readAsync(0, texture.whole()).get(1, TimeUnit.MINUTES));
        assertEquals(
                3,
                driver.takeCalls().stream().filter(call -> call.equals("get f")).count());
    }

    @Test
    void waitingForDependentsOnTheDevicesThreadFetches()
            throws ExecutionException, InterruptedException, TimeoutException {
        Texture texture = texture("f", 2, 1, TextureFormat.R32F);
        Supplier<CompletableFuture<Float>> sum =
                () -> texture.readAsync(0, texture.whole()).thenApply(values -> values[0] + values[1]);
        assertEquals(1f, sum.get().join());
        assertEquals(1f, sum.get().copy().get());
        assertEquals(2f, sum.get().thenCombine(sum.get(), Float::sum).join());
        assertEquals(1f, sum.get().thenCompose(value -> sum.get()).join());
        assertEquals(1f, sum.get().handle((value, failure) -> value).join());
        assertEquals(1f, sum.get().thenApplyAsync(value -> value).join());
        CompletableFuture<Float> first = sum.get();
        CompletableFuture<Float> second = sum.get();
        device.await(CompletableFuture.allOf(first, second));
        assertEquals(2f, first.join() + second.join());
        assertEquals(1f, device.await(CompletableFuture.anyOf(sum.get(), sum.get())));
        driver.arrived = true;
        assertEquals(1f, sum.get().get(1, TimeUnit.MINUTES));
        CompletableFuture<Float> asked = sum.get();
        while (!asked.isDone()) {
            Thread.onSpinWait();
        }
        assertEquals(1f, asked.join());
    }

    @Test
    void aTimedWaitKeepsItsTime() {
        Texture texture = texture("f", 2, 1, TextureFormat.R32F);
        CompletableFuture<float[]> future = texture.readAsync(0, texture.whole());
        assertThrows(TimeoutException.class, () -> future.get(1, TimeUnit.MILLISECONDS));
        assertThrows(TimeoutException.class, () -> future.thenApply(values -> values.length)
                .get(1, TimeUnit.MILLISECONDS));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> future.get(1, TimeUnit.MINUTES));
        assertFalse(Thread.interrupted());
    }

    @Test
    void anInterruptedThreadStillFetches() {
        Texture texture = texture("f", 2, 1, TextureFormat.R32F);
        Thread.currentThread().interrupt();
        assertArrayEquals(
                new float[] {0, 1}, texture.readAsync(0, texture.whole()).join());
        assertTrue(Thread.interrupted(), "the flag stays");
    }

    @Test
    void anErrorOnTheWayReachesTheFuture() {
        List<String> freed = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int when = i;
            CompletableFuture<String> future = device.pending(
                    "a test",
                    () -> {
                        if (when == 0) {
                            throw new OutOfMemoryError("Java heap");
                        }
                        return true;
                    },
                    () -> {
                        throw new OutOfMemoryError("Java heap");
                    },
                    () -> freed.add("freed " + when));
            device.poll();
            assertInstanceOf(
                    OutOfMemoryError.class,
                    assertThrows(CompletionException.class, future::join).getCause());
        }
        assertEquals(List.of("freed 0", "freed 1"), freed);
    }

    @Test
    void largeReadbacksAreReadInBands() {
        Capabilities all = Devices.all();
        Limits limits = all.limits();
        reopen(new Capabilities(
                all.formats(),
                all.features(),
                new Limits(
                        4096,
                        4096,
                        limits.inputs(),
                        limits.renderTargets(),
                        limits.declaredRenderTargets(),
                        limits.uniformVectors(),
                        Limits.MOST_LOOP_TURNS),
                all.numerics()));
        Texture texture = texture("f", 4096, 600, TextureFormat.RGBA32F);
        CompletableFuture<float[]> future = texture.readAsync(0, texture.whole());
        List<String> started = driver.takeCalls();
        assertTrue(started.size() > 1, started.toString());
        assertTrue(started.stream().allMatch(call -> call.endsWith("later")), started.toString());
        float[] values = future.join();
        assertEquals(4096 * 600 * 4, values.length);
        assertEquals(0f, values[0]);
        assertEquals(2 * started.size(), driver.takeCalls().size(), "each is fetched and freed");
        // A band counts from 0 anew in the recording driver.
        int rows = 16 * 1024 * 1024 / (4096 * 16);
        assertEquals(0f, values[rows * 4096 * 4]);
        assertEquals(1f, values[rows * 4096 * 4 + 1]);
    }

    @Test
    void anotherThreadWaitsForTheDevicesOwn() throws InterruptedException {
        Texture texture = texture("f", 2, 1, TextureFormat.R32F);
        CompletableFuture<float[]> future = texture.readAsync(0, texture.whole());
        Throwable impatient = Devices.onOtherThread(
                        () -> future.orTimeout(1, TimeUnit.MILLISECONDS).join())
                .orElseThrow();
        assertInstanceOf(TimeoutException.class, impatient.getCause());
    }

    @Test
    void aCancelledFutureGivesItsReadbackUp() {
        Texture texture = texture("f", 2, 1, TextureFormat.R32F);
        CompletableFuture<float[]> future = texture.readAsync(0, texture.whole());
        driver.takeCalls();
        assertTrue(future.cancel(true));
        assertEquals(List.of("close readback of f"), driver.takeCalls());
        assertThrows(CancellationException.class, future::join);
        device.poll();
        assertEquals(List.of(), driver.takeCalls());
    }

    @Test
    void aFutureThatAnotherThreadEndsGivesItsReadbackUp() throws InterruptedException {
        Texture texture = texture("f", 2, 1, TextureFormat.R32F);
        CompletableFuture<float[]> cancelled = texture.readAsync(0, texture.whole());
        CompletableFuture<float[]> completed = texture.readAsync(0, texture.whole());
        driver.takeCalls();
        Devices.onOtherThread(() -> {
            cancelled.cancel(true);
            completed.complete(new float[2]);
        });
        assertEquals(List.of(), driver.takeCalls(), "the other thread does not touch the driver");
        device.poll();
        assertEquals(List.of("close readback of f", "close readback of f"), driver.takeCalls());
    }

    @Test
    void aDependentMayCloseTheDevice() {
        Texture texture = texture("f", 2, 1, TextureFormat.R32F);
        CompletableFuture<Void> closing = texture.readAsync(0, texture.whole()).thenAccept(values -> device.close());
        driver.takeCalls();
        driver.arrived = true;
        device.poll();
        assertTrue(closing.isDone());
        assertEquals(List.of("get f", "close readback of f", "close texture f", "close driver"), driver.takeCalls());
    }

    @Test
    void aFailureOnTheWayReachesTheFuture() {
        Texture texture = texture("f", 2, 1, TextureFormat.R32F);
        CompletableFuture<float[]> future = texture.readAsync(0, texture.whole());
        driver.failNext(new GpuException("torn page"));
        device.poll();
        CompletionException thrown = assertThrows(CompletionException.class, future::join);
        assertEquals(
                "torn page",
                String.valueOf(
                        thrown.getCause() == null ? "" : thrown.getCause().getMessage()));
        assertEquals("close readback of f", driver.calls.get(driver.calls.size() - 1));
    }
}
