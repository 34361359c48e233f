package dev.texon.gpu;

/**
 * What a device has done since it was opened, the framework's own helper passes included.
 *
 * @param passes draws
 * @param uploads transfers to the GPU
 * @param uploadedBytes their size in bytes
 * @param readbacks transfers from the GPU
 * @param readBytes their size in bytes
 * @param liveTextures textures not yet closed
 * @param liveTextureBytes their size on the GPU in bytes
 * @param peakTextureBytes the largest that liveTextureBytes has been
 * @param pooledTextureBytes what the driver keeps of closed textures, in bytes
 */
public record Statistics(
        long passes,
        long uploads,
        long uploadedBytes,
        long readbacks,
        long readBytes,
        int liveTextures,
        long liveTextureBytes,
        long peakTextureBytes,
        long pooledTextureBytes) {}
