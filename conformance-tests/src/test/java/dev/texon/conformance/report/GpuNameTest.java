package dev.texon.conformance.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuNameTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "llvmpipe (LLVM 15.0.6, 256 bits) | ANGLE (Mesa/X.org, llvmpipe (LLVM 15.0.6 256 bits), OpenGL ES 3.2)",
                "llvmpipe (LLVM 15.0.6, 256 bits) | ANGLE (Mesa, llvmpipe (LLVM 15.0.6, 256 bits), OpenGL 4.5 (Core Profile))",
                "NVIDIA GeForce RTX 3080/PCIe/SSE2 | ANGLE (NVIDIA Corporation, NVIDIA GeForce RTX 3080/PCIe/SSE2, OpenGL 4.5.0)",
                "Mesa Intel(R) UHD Graphics 620 (KBL GT2) | ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)",
                "AMD Radeon RX 6600 (radeonsi, navi23, LLVM 15.0.7, DRM 3.49, 6.1.0-18-amd64) "
                        + "| ANGLE (AMD, AMD Radeon RX 6600 (radeonsi navi23 LLVM 15.0.7), OpenGL 4.6)",
                "AMD Radeon RX 6600 (radeonsi, navi23, LLVM 15.0.7, DRM 3.49, 6.1.0) "
                        + "| ANGLE (AMD, AMD Radeon RX 6600 (radeonsi navi23 LLVM 15.0.7 DRM 3.49 6.1.0), OpenGL 4.6)",
                "Adreno (TM) 640 | ANGLE (Qualcomm, Adreno (TM) 640, OpenGL ES 3.2)"
            })
    void openGlAndAngleOverItNameTheSameGpu(String natively, String translated) {
        assertEquals(GpuName.of(natively), GpuName.of(translated));
        assertFalse(GpuName.isTranslated(natively));
        assertTrue(GpuName.isTranslated(translated));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "llvmpipe (LLVM 15.0.6, 256 bits) | ANGLE (Mesa/X.org, llvmpipe (LLVM 15.0.7 256 bits), OpenGL ES 3.2)",
                "llvmpipe (LLVM 15.0.6, 256 bits) | ANGLE (Mesa/X.org, llvmpipe (LLVM 15.0.6 128 bits), OpenGL ES 3.2)",
                "llvmpipe (LLVM 15.0.6, 256 bits) "
                        + "| ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)",
                "NVIDIA GeForce RTX 3080/PCIe/SSE2 | ANGLE (NVIDIA, NVIDIA GeForce RTX 3080 Direct3D11 vs_5_0 ps_5_0, D3D11)",
                "NVIDIA GeForce RTX 3080/PCIe/SSE2 | ANGLE (NVIDIA, Vulkan 1.4.312 (NVIDIA GeForce RTX 3080 (0x00002206)), NVIDIA)",
                "NVIDIA GeForce RTX 3080/PCIe/SSE2 | ANGLE (NVIDIA Corporation, NVIDIA GeForce RTX 3080 Ti/PCIe/SSE2, OpenGL 4.5.0)",
                "AMD Radeon RX 6600 (radeonsi, navi23) | ANGLE (AMD, Vulkan 1.3.0 (AMD Radeon RX 6600 (RADV NAVI23)), radv)",
                "Apple M1 | ANGLE (Apple, ANGLE Metal Renderer: Apple M1, Unspecified Version)"
            })
    void anotherDriverOrAnotherGpuIsAnother(String one, String other) {
        assertNotEquals(GpuName.of(one), GpuName.of(other));
    }

    @Test
    void anOldNameWithoutPartsStaysWhole() {
        assertEquals("nvidia geforce gts 450", GpuName.of("ANGLE (NVIDIA GeForce GTS 450)"));
        assertEquals("", GpuName.of("ANGLE ()"));
        assertEquals(")) a (", GpuName.of(")),  a, ("));
    }
}
