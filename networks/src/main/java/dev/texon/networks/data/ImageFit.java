package dev.texon.networks.data;

/** How an image fills a size of another aspect ratio. */
public enum ImageFit {
    /** Keeps the aspect ratio and crops what reaches beyond the size, on both sides alike. */
    COVER,
    /** Keeps the aspect ratio and fills the rest with the background. */
    CONTAIN,
    /** Takes the whole image and the aspect ratio of the size. */
    STRETCH
}
