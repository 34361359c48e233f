package dev.texon.gpu.gl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.texon.gpu.Blend;
import dev.texon.gpu.ElementType;
import dev.texon.gpu.Feature;
import dev.texon.gpu.GpuDeviceLostException;
import dev.texon.gpu.GpuException;
import dev.texon.gpu.GpuOutOfMemoryException;
import dev.texon.gpu.ProgramDescriptor;
import dev.texon.gpu.Region;
import dev.texon.gpu.ShaderCompileException;
import dev.texon.gpu.TextureDescriptor;
import dev.texon.gpu.TextureFormat;
import dev.texon.gpu.UniformType;
import dev.texon.gpu.spi.DrawCommand;
import dev.texon.gpu.spi.DriverOptions;
import dev.texon.gpu.spi.DriverReadback;
import dev.texon.gpu.spi.DriverTexture;
import dev.texon.gpu.spi.DriverTimer;
import dev.texon.gpu.spi.GpuDriver;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the driver sends to a {@link FakeGl}, and what it makes of its answers. */
class GlDriverTest {
    private static final ProgramDescriptor SCALE = ProgramDescriptor.builder("scale")
            .texels("x")
            .uniform("factor", UniformType.FLOAT)
            .uniform("count", UniformType.INT)
            .output("y")
            .build();

    private FakeGl fake = new FakeGl(GlApi.GL);
    private GpuDriver driver = open(fake, false, 0);

    private static GpuDriver open(FakeGl fake, boolean debug, long poolBytes) {
        GpuDriver driver = GlDriver.open(fake.gl, "fake", "only", new DriverOptions(debug, poolBytes));
        fake.takeCalls();
        return driver;
    }

    private void reopen(GlApi api, boolean debug, String... extensions) {
        fake = new FakeGl(api, extensions);
        driver = open(fake, debug, 0);
    }

    private void reopenWithPool(GlApi api, long bytes) {
        fake = new FakeGl(api);
        driver = open(fake, false, bytes);
    }

    private DriverTexture texture(String label, int width, int height, TextureFormat format) {
        DriverTexture texture = driver.createTexture(TextureDescriptor.of(label, width, height, format));
        fake.takeCalls();
        return texture;
    }

    private DrawCommand scale(DriverTexture input, DriverTexture target) {
        DrawCommand command = new DrawCommand(driver.createProgram(SCALE), SCALE);
        command.input(0, input);
        command.target(0, target);
        command.area(0, 0, 0, 4, 4);
        fake.takeCalls();
        return command;
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(values.length).order(ByteOrder.nativeOrder());
        for (int value : values) {
            buffer.put((byte) value);
        }
        return buffer.flip();
    }

    private static int name(DriverTexture texture) {
        return ((GlTexture) texture).name;
    }

    private static String message(Throwable e) {
        return String.valueOf(e.getMessage());
    }

    @Test
    void whatDoesNotChangeIsNotSentAgain() {
        DriverTexture y = texture("Y", 4, 4, TextureFormat.R32F);
        DriverTexture z = texture("Z", 4, 4, TextureFormat.R32F);
        DrawCommand command = scale(texture("X", 4, 4, TextureFormat.R32F), y);
        command.floats(0)[0] = 2f;
        command.ints(1)[0] = 7;
        driver.draw(command);
        assertEquals(1, fake.takeCallsOf("uniform1fv").size());
        driver.draw(command);
        assertEquals(List.of("drawArrays(4, 0, 3)"), fake.takeCalls());

        command.floats(0)[0] = 3f;
        driver.draw(command);
        List<String> changed = fake.takeCalls();
        assertEquals(2, changed.size(), changed.toString());
        assertTrue(changed.get(0).startsWith("uniform1fv(") && changed.get(0).endsWith("[3.0])"), changed.toString());

        command.area(0, 1, 1, 2, 3);
        driver.draw(command);
        assertEquals(List.of("viewport(1, 1, 2, 3)", "drawArrays(4, 0, 3)"), fake.takeCalls());

        command.blend(Blend.ADD);
        driver.draw(command);
        command.blend(Blend.NONE);
        driver.draw(command);
        assertEquals(
                List.of("enable(3042)", "drawArrays(4, 0, 3)", "disable(3042)", "drawArrays(4, 0, 3)"),
                fake.takeCalls());

        command.blend(Blend.MIN);
        driver.draw(command);
        command.blend(Blend.MAX);
        driver.draw(command);
        command.blend(Blend.NONE);
        driver.draw(command);
        command.blend(Blend.MAX);
        driver.draw(command);
        command.blend(Blend.NONE);
        driver.draw(command);
        List<String> minMax = new ArrayList<>(fake.takeCalls());
        minMax.removeIf("drawArrays(4, 0, 3)"::equals);
        assertEquals(
                List.of(
                        "enable(3042)",
                        "blendEquation(32775)",
                        "blendEquation(32776)",
                        "disable(3042)",
                        "enable(3042)",
                        "disable(3042)"),
                minMax);

        command.target(0, z);
        driver.draw(command);
        command.target(0, y);
        driver.draw(command);
        command.target(0, z);
        fake.takeCalls();
        driver.draw(command);
        List<String> swapped = fake.takeCalls();
        assertEquals(2, swapped.size(), swapped.toString());
        assertTrue(swapped.get(0).startsWith("bindFramebuffer("), "framebuffers are made once: " + swapped);
    }

    @Test
    void zeroAndMinusZeroAreDifferentUniforms() {
        DrawCommand command = scale(texture("X", 4, 4, TextureFormat.R32F), texture("Y", 4, 4, TextureFormat.R32F));
        driver.draw(command);
        assertEquals(1, fake.takeCallsOf("uniform1fv").size(), "zero is sent though nothing was sent before");
        command.floats(0)[0] = -0f;
        driver.draw(command);
        assertEquals(1, fake.takeCallsOf("uniform1fv").size());
    }

    @Test
    void aNanOfOtherBitsIsAnotherUniform() {
        DrawCommand command = scale(texture("X", 4, 4, TextureFormat.R32F), texture("Y", 4, 4, TextureFormat.R32F));
        for (int bits : new int[] {0x7fc00000, 0x7fc00001, 0xffc00001}) {
            command.floats(0)[0] = Float.intBitsToFloat(bits);
            driver.draw(command);
            assertEquals(1, fake.takeCallsOf("uniform1fv").size(), Integer.toHexString(bits));
        }
        driver.draw(command);
        assertEquals(0, fake.takeCallsOf("uniform1fv").size(), "the same bits");
    }

    @Test
    void aDeletedTextureIsForgottenBeforeItsNameServesAgain() {
        DriverTexture x = texture("X", 4, 4, TextureFormat.R32F);
        DriverTexture y = texture("Y", 4, 4, TextureFormat.R32F);
        DrawCommand command = scale(x, y);
        driver.draw(command);
        fake.takeCalls();
        y.close();
        List<String> calls = fake.takeCalls();
        assertEquals(
                1,
                calls.stream().filter(c -> c.startsWith("deleteFramebuffer(")).count(),
                calls.toString());
        x.close();
        x.close();
        assertEquals(1, fake.takeCallsOf("deleteTexture").size());
        driver.createTexture(TextureDescriptor.of("new", 4, 4, TextureFormat.R32F));
        calls = fake.takeCalls();
        // The context gives names again, and deleting unbound them: they must be bound again.
        assertTrue(
                calls.indexOf("bindTexture(3553, " + name(x) + ")")
                                < calls.indexOf("texImage2D(3553, 0, 33326, 4, 4, 6403, 5126)")
                        && calls.contains("bindTexture(3553, " + name(x) + ")"),
                calls.toString());
        assertTrue(calls.stream().anyMatch(c -> c.startsWith("bindFramebuffer(")), calls.toString());
    }

    @Test
    void severalTargetsShareAFramebufferUntilOneOfThemCloses() {
        ProgramDescriptor two =
                ProgramDescriptor.builder("two").output("a").output("b").build();
        DriverTexture a = texture("A", 4, 4, TextureFormat.R32F);
        DriverTexture b = texture("B", 4, 4, TextureFormat.R32F);
        DrawCommand command = new DrawCommand(driver.createProgram(two), two);
        command.target(0, a);
        command.target(1, b);
        command.area(0, 0, 0, 4, 4);
        fake.takeCalls();
        driver.draw(command);
        List<String> calls = fake.takeCalls();
        assertTrue(calls.contains("drawBuffers(2)"), calls.toString());
        driver.draw(command);
        assertEquals(List.of("drawArrays(4, 0, 3)"), fake.takeCalls());
        b.close();
        assertEquals(2, fake.takeCallsOf("deleteFramebuffer").size(), "its own and the shared one");
    }

    @ParameterizedTest
    @CsvSource({"R8, 7 9, 7 0 0 255 9 0 0 255", "RG8, 7 8 9 10, 7 8 0 255 9 10 0 255", "RGBA8, 1 2 3 4, 1 2 3 4"})
    void oldInterfacesStoreFourChannels(TextureFormat format, String given, String stored) {
        reopen(GlApi.WEBGL1, false);
        int[] values =
                List.of(given.split(" ")).stream().mapToInt(Integer::parseInt).toArray();
        int texels = values.length / format.channels();
        DriverTexture texture = texture("t", texels, 1, format);
        driver.upload(texture, 0, new Region(0, 0, texels, 1), ElementType.UNSIGNED_BYTE, bytes(values));
        String sent = fake.takeCallsOf("texSubImage2D").get(0);
        String expected = stored.replace("255", "-1").replace(" ", ", ");
        assertTrue(sent.endsWith(", 6408, 5121, [" + expected + "])"), sent);
        assertEquals(texels * 4L, texture.bytes());
    }

    @Test
    void newInterfacesStoreWhatWasAskedFor() {
        DriverTexture texture = texture("t", 2, 1, TextureFormat.R8);
        ByteBuffer data = bytes(5, 6, 7, 8).position(1).limit(3);
        driver.upload(texture, 0, new Region(0, 0, 2, 1), ElementType.UNSIGNED_BYTE, data);
        assertEquals(List.of("(3553, 0, 0, 0, 2, 1, 6403, 5121, [6, 7])"), fake.takeCallsOf("texSubImage2D"));
        assertEquals(2, texture.bytes());
    }

    @ParameterizedTest
    @CsvSource({
        "R8, UNSIGNED_BYTE, 0 4",
        "RG8, UNSIGNED_BYTE, 0 1 4 5",
        "RGBA8, UNSIGNED_BYTE, 0 1 2 3 4 5 6 7",
        "R32F, FLOAT, 0 1 2 3 16 17 18 19",
        "RG16F, FLOAT, 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23"
    })
    void readbackKeepsTheTexturesChannels(TextureFormat format, ElementType type, String expected) {
        DriverTexture texture = texture("t", 2, 1, format);
        for (boolean wait : new boolean[] {true, false}) {
            DriverReadback readback = driver.readBack(texture, 0, new Region(0, 0, 2, 1), type, wait);
            ByteBuffer into = ByteBuffer.allocateDirect(2 * format.channels() * type.bytes())
                    .order(ByteOrder.nativeOrder());
            readback.get(into);
            readback.close();
            assertEquals(0, into.remaining());
            byte[] actual = new byte[into.capacity()];
            into.flip().get(actual);
            byte[] wanted = new byte[actual.length];
            List<String> words = List.of(expected.split(" "));
            for (int i = 0; i < wanted.length; i++) {
                wanted[i] = Byte.parseByte(words.get(i));
            }
            assertArrayEquals(wanted, actual);
        }
        List<String> calls = fake.takeCalls();
        assertEquals(1, calls.stream().filter(c -> c.startsWith("readPixels(")).count(), calls.toString());
        assertEquals(
                1, calls.stream().filter(c -> c.startsWith("deleteSync(77)")).count(), calls.toString());
    }

    @ParameterizedTest
    @EnumSource(GlApi.class)
    void aClosedTextureServesTheNextOneOfItsKind(GlApi api) {
        reopenWithPool(api, 1000);
        DriverTexture x = texture("X", 4, 4, TextureFormat.RGBA8);
        x.close();
        x.close();
        assertEquals(List.of(), fake.takeCalls());
        assertEquals(64, driver.pooledBytes());
        DriverTexture other = texture("other", 4, 5, TextureFormat.RGBA8);
        assertNotEquals(name(x), name(other));
        DriverTexture next = driver.createTexture(TextureDescriptor.of("next", 4, 4, TextureFormat.RGBA8));
        List<String> calls = fake.takeCalls();
        assertEquals(name(x), name(next));
        assertEquals(0, driver.pooledBytes());
        assertTrue(calls.contains("clear(16384)"), "it holds zeros: " + calls);
        assertTrue(
                calls.stream().noneMatch(c -> c.startsWith("texImage2D(") || c.startsWith("getError(")),
                calls.toString());
        x.close();
        assertEquals(0, driver.pooledBytes(), "a texture that is closed does not close the one that took its place");
    }

    @Test
    void aClosedTextureLeavesTheFramebuffersThatItShares() {
        reopenWithPool(GlApi.GL, 1000);
        DriverTexture x = texture("X", 4, 4, TextureFormat.RGBA8);
        DriverTexture y = texture("Y", 4, 4, TextureFormat.RGBA8);
        ProgramDescriptor two =
                ProgramDescriptor.builder("two").output("a").output("b").build();
        DrawCommand command = new DrawCommand(driver.createProgram(two), two);
        command.target(0, x);
        command.target(1, y);
        command.area(0, 0, 0, 4, 4);
        driver.draw(command);
        fake.takeCalls();
        x.close();
        assertEquals(1, fake.takeCallsOf("deleteFramebuffer").size());
        command.target(0, driver.createTexture(TextureDescriptor.of("next", 4, 4, TextureFormat.RGBA8)));
        driver.draw(command);
        assertEquals(
                2,
                fake.takeCallsOf("framebufferTexture2D").stream()
                        .filter(arguments ->
                                arguments.startsWith("(36160, 36064") || arguments.startsWith("(36160, 36065"))
                        .count());
    }

    @Test
    void thePoolHasACap() {
        reopenWithPool(GlApi.GL, 100);
        DriverTexture x = texture("X", 4, 4, TextureFormat.RGBA8);
        DriverTexture y = texture("Y", 4, 4, TextureFormat.RGBA8);
        DriverTexture tooLarge = texture("Z", 4, 7, TextureFormat.RGBA8);
        x.close();
        assertEquals(List.of(), fake.takeCallsOf("deleteTexture"));
        y.close();
        assertEquals(List.of("(" + name(x) + ")"), fake.takeCallsOf("deleteTexture"));
        assertEquals(64, driver.pooledBytes());
        tooLarge.close();
        assertEquals(2, fake.takeCallsOf("deleteTexture").size());
        assertEquals(0, driver.pooledBytes());
    }

    @Test
    void thePoolHasRoomForSomeTexturesHoweverSmall() {
        reopenWithPool(GlApi.GL, 1 << 20);
        for (int i = 1; i <= 300; i++) {
            texture("small", i, 1, TextureFormat.R8).close();
        }
        long deleted = 0;
        for (int i = 1; i <= 300 - 256; i++) {
            deleted += i;
        }
        assertEquals(300 * 301 / 2 - deleted, driver.pooledBytes());
    }

    @Test
    void memoryThatIsShortEmptiesThePool() {
        reopenWithPool(GlApi.GL, 1000);
        DriverTexture x = texture("X", 4, 4, TextureFormat.RGBA8);
        x.close();
        fake.errors.add(0x0505);
        DriverTexture y = driver.createTexture(TextureDescriptor.of("Y", 4, 5, TextureFormat.RGBA8));
        assertEquals(80, y.bytes());
        assertEquals(0, driver.pooledBytes());
        assertTrue(fake.takeCallsOf("deleteTexture").contains("(" + name(x) + ")"));
        fake.errors.add(0x0505);
        assertThrows(GpuOutOfMemoryException.class, () -> texture("Z", 4, 6, TextureFormat.RGBA8));
    }

    @Test
    void closingEmptiesThePool() {
        reopenWithPool(GlApi.GL, 1000);
        texture("X", 4, 4, TextureFormat.RGBA8).close();
        texture("Y", 4, 5, TextureFormat.RGBA8);
        fake.takeCalls();
        driver.close();
        assertEquals(2, fake.takeCallsOf("deleteTexture").size());
    }

    @Test
    void noMemoryIsSaidWithTheLabel() {
        fake.errors.add(0x0505);
        GpuOutOfMemoryException e =
                assertThrows(GpuOutOfMemoryException.class, () -> texture("big", 64, 32, TextureFormat.RGBA32F));
        assertTrue(message(e).contains("'big' (64×32 RGBA32F, 32768 bytes)"), message(e));
        assertEquals(1, fake.takeCallsOf("deleteTexture").size(), "nothing stays behind");
    }

    @Test
    void aTextureThatWouldEndTheContextIsRefused() {
        fake.maxTextureBytes = 64;
        texture("held", 4, 4, TextureFormat.R32F);
        GpuOutOfMemoryException e =
                assertThrows(GpuOutOfMemoryException.class, () -> texture("huge", 4, 5, TextureFormat.R32F));
        assertTrue(
                message(e).contains("'huge' (4×5 R32F) has 80 bytes")
                        && message(e).contains("64"),
                message(e));
    }

    @Test
    void anErrorIsNamed() {
        fake.errors.add(0x0502);
        GpuException e = assertThrows(GpuException.class, () -> texture("odd", 4, 4, TextureFormat.R8));
        assertSame(GpuException.class, e.getClass());
        assertTrue(message(e).contains("GL_INVALID_OPERATION") && message(e).contains("'odd'"), message(e));
        texture("next", 4, 4, TextureFormat.R8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x0507, 0x9242})
    void aLostContextIsALostDevice(int error) {
        fake.errors.add(error);
        GpuDeviceLostException e =
                assertThrows(GpuDeviceLostException.class, () -> texture("t", 4, 4, TextureFormat.R8));
        assertTrue(message(e).contains("Fake"), message(e));
    }

    @Test
    void aResetGpuGivesNoStaleValues() {
        DriverTexture texture = texture("t", 4, 4, TextureFormat.R32F);
        Region whole = new Region(0, 0, 4, 4);
        ByteBuffer into = ByteBuffer.allocateDirect(64).order(ByteOrder.nativeOrder());
        DriverReadback before = driver.readBack(texture, 0, whole, ElementType.FLOAT, false);
        fake.resetStatus = 0x8253;
        List<Executable> calls = List.of(
                () -> before.get(into),
                () -> driver.readBack(texture, 0, whole, ElementType.FLOAT, true)
                        .get(into),
                () -> texture("next", 4, 4, TextureFormat.R8),
                () -> driver.createProgram(SCALE));
        for (Executable call : calls) {
            String message = message(assertThrows(GpuDeviceLostException.class, call));
            assertTrue(message.contains("GL_GUILTY_CONTEXT_RESET") && message.contains("Fake"), message);
            assertEquals(64, into.remaining());
        }
    }

    @Test
    void aFenceThatNeverComesIsGivenUp() {
        DriverTexture texture = texture("t", 4, 4, TextureFormat.R32F);
        ByteBuffer into = ByteBuffer.allocateDirect(64).order(ByteOrder.nativeOrder());
        DriverReadback later = driver.readBack(texture, 0, new Region(0, 0, 4, 4), ElementType.FLOAT, false);
        fake.reached = false;
        fake.resetStatus = 0x8254;
        assertThrows(GpuDeviceLostException.class, () -> later.get(into));
        assertEquals(1, fake.takeCallsOf("deleteSync").size());

        GlWait impatient = new GlWait(() -> {}, Duration.ofMillis(2));
        String message = message(
                assertThrows(GpuDeviceLostException.class, () -> impatient.until(() -> false, "the end of it")));
        assertTrue(message.contains("the end of it") && message.contains(GlWait.PROPERTY), message);
    }

    @Test
    void aTimerThatWasNotStoppedIsEnded() {
        DriverTimer timer = driver.startTimer();
        fake.takeCalls();
        timer.close();
        List<String> calls = fake.takeCalls();
        assertTrue(calls.get(0).startsWith("endTimeQuery") && calls.get(1).startsWith("deleteQuery"), calls.toString());
        DriverTimer stopped = driver.startTimer();
        stopped.stop();
        stopped.close();
        assertEquals(1, fake.takeCallsOf("endTimeQuery").size());
    }

    @Test
    void aTimerWithoutBitsIsNone() {
        for (int bits : new int[] {0, 30}) {
            FakeGl clock = new FakeGl(GlApi.GL);
            clock.timeQueryBits = bits;
            assertEquals(bits > 0, open(clock, false, 0).declared().features().contains(Feature.TIMER), bits + " bits");
        }
    }

    @Test
    void aLateErrorSaysWhatItMayHaveComeFrom() {
        DriverTexture y = texture("Y", 4, 4, TextureFormat.R32F);
        DrawCommand command = scale(texture("X", 4, 4, TextureFormat.R32F), y);
        for (int i = 0; i < 3; i++) {
            driver.draw(command);
        }
        fake.errors.add(0x0505);
        GpuException read = assertThrows(
                GpuOutOfMemoryException.class,
                () -> driver.readBack(y, 0, new Region(0, 0, 4, 4), ElementType.FLOAT, true));
        assertTrue(message(read).contains("'Y' is read back, or in one of the 3 passes and uploads"), message(read));
        int draws = 0;
        fake.errors.add(0x0505);
        try {
            while (draws < 10_000) {
                draws++;
                driver.draw(command);
            }
        } catch (GpuOutOfMemoryException e) {
            assertTrue(message(e).contains("'scale' draws, or in one of the 1024 passes"), message(e));
        }
        assertEquals(1024, draws);
    }

    @Test
    void closingGoesOnAfterAFailure() {
        for (String failing : List.of("deleteTexture", "deleteProgram", "deleteBuffer", "deleteFramebuffer")) {
            reopen(GlApi.GL, false);
            DrawCommand command = scale(texture("X", 4, 4, TextureFormat.R32F), texture("Y", 4, 4, TextureFormat.R32F));
            driver.draw(command);
            fake.takeCalls();
            fake.failing = failing;
            assertEquals(failing + " fails", message(assertThrows(GpuException.class, driver::close)));
            List<String> calls = fake.takeCalls();
            assertEquals("close()", calls.get(calls.size() - 1), failing);
        }
    }

    @Test
    void anIncompleteFramebufferIsSaidWithTheLabel() {
        fake.framebufferStatus = 0x8CD6;
        // It is made all the same, and filled by upload, so that it can be sampled.
        DriverTexture texture = driver.createTexture(TextureDescriptor.of("t", 4, 4, TextureFormat.R8));
        assertTrue(
                fake.takeCalls().stream().anyMatch(c -> c.startsWith("texSubImage2D(")),
                "zeros are uploaded where they cannot be drawn");
        Region whole = new Region(0, 0, 4, 4);
        GpuException e = assertThrows(
                GpuException.class, () -> driver.readBack(texture, 0, whole, ElementType.UNSIGNED_BYTE, true));
        assertTrue(message(e).contains("0x8cd6") && message(e).contains("'t', level 0"), message(e));
    }

    @Test
    void aKernelThatDoesNotCompileIsExplained() {
        fake.compiles = false;
        fake.log = "ERROR: 0:1: nonsense";
        ShaderCompileException e = assertThrows(ShaderCompileException.class, () -> driver.createProgram(SCALE));
        assertTrue(message(e).contains("'scale'") && message(e).contains("nonsense"), message(e));
        List<String> calls = fake.takeCalls();
        assertEquals(
                1, calls.stream().filter(c -> c.startsWith("deleteProgram(")).count());
        assertEquals(
                1, calls.stream().filter(c -> c.startsWith("deleteShader(")).count(), "the fragment shader");
    }

    @Test
    void debugModeNamesTheCall() {
        reopen(GlApi.GL, true);
        DrawCommand command = scale(texture("X", 4, 4, TextureFormat.R32F), texture("Y", 4, 4, TextureFormat.R32F));
        driver.draw(command);
        fake.errors.add(0x0502);
        GpuException e = assertThrows(GpuException.class, () -> driver.draw(command));
        assertTrue(message(e).contains("GL_INVALID_OPERATION after drawArrays[4, 0, 3]"), message(e));
    }

    @Test
    void debugModeKeepsTheKindOfTheError() {
        reopen(GlApi.GL, true);
        fake.errors.add(0x0505);
        GpuException full = assertThrows(GpuOutOfMemoryException.class, () -> texture("t", 4, 4, TextureFormat.R8));
        assertTrue(message(full).contains("createTexture"), message(full));
        fake.errors.add(0x9242);
        GpuException lost = assertThrows(GpuDeviceLostException.class, () -> texture("t", 4, 4, TextureFormat.R8));
        assertTrue(message(lost).contains("createTexture"), message(lost));
    }

    @Test
    void closingFreesEverythingOnce() {
        DriverTexture x = texture("X", 4, 4, TextureFormat.R32F);
        DrawCommand command = scale(x, texture("Y", 4, 4, TextureFormat.R32F));
        driver.draw(command);
        fake.takeCalls();
        driver.close();
        List<String> calls = fake.takeCalls();
        for (String function :
                List.of("deleteProgram(", "deleteBuffer(", "deleteVertexArray(", "deleteShader(", "close(")) {
            assertEquals(1, calls.stream().filter(c -> c.startsWith(function)).count(), function + calls);
        }
        assertEquals(
                2, calls.stream().filter(c -> c.startsWith("deleteTexture(")).count(), calls.toString());
        assertEquals("close()", calls.get(calls.size() - 1));
    }

    @Test
    void aContextThatIsNoUseIsClosed() {
        FakeGl broken = new FakeGl(GlApi.GL);
        broken.errors.add(0x0502);
        assertThrows(GpuException.class, () -> GlDriver.open(broken.gl, "fake", "only", DriverOptions.DEFAULT)
                .close());
        List<String> calls = broken.takeCalls();
        assertEquals("close()", calls.get(calls.size() - 1));
        assertFalse(calls.isEmpty());
    }

    @Test
    void drawingAgainAllocatesNothing() {
        DrawCommand command = scale(texture("X", 4, 4, TextureFormat.R32F), texture("Y", 4, 4, TextureFormat.R32F));
        driver.draw(command);
        fake.recording = false;
        // The proxy's argument array: header, length and three references. What the driver adds shows beyond it.
        int perCall = 32;
        int draws = 10_000;
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < draws; i++) {
                driver.draw(command);
            }
            allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertTrue(allocated < (perCall + 1L) * draws, allocated + " bytes in " + draws + " draws");
    }
}
