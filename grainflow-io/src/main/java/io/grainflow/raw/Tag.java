package io.grainflow.raw;

/** Tag numbers of TIFF, EXIF and DNG files (DNG 1.4 specification, Adobe 2012). */
final class Tag {
    static final int WIDTH = 256;
    static final int HEIGHT = 257;
    static final int BITS = 258;
    static final int COMPRESSION = 259;
    static final int PHOTOMETRIC = 262;
    static final int MAKE = 271;
    static final int MODEL = 272;
    static final int STRIP_OFFSETS = 273;
    static final int ORIENTATION = 274;
    static final int SAMPLES_PER_PIXEL = 277;
    static final int ROWS_PER_STRIP = 278;
    static final int STRIP_BYTES = 279;
    static final int PLANAR = 284;
    static final int TILE_WIDTH = 322;
    static final int TILE_HEIGHT = 323;
    static final int TILE_OFFSETS = 324;
    static final int TILE_BYTES = 325;
    static final int SUB_DIRECTORIES = 330;
    static final int CFA_REPEAT = 33421;
    static final int CFA_PATTERN = 33422;
    static final int EXIF = 34665;
    static final int ISO = 34855;
    static final int DNG_VERSION = 50706;
    static final int DNG_BACKWARD_VERSION = 50707;
    static final int UNIQUE_MODEL = 50708;
    static final int CFA_PLANE_COLOUR = 50710;
    static final int CFA_LAYOUT = 50711;
    static final int LINEARISATION = 50712;
    static final int BLACK_REPEAT = 50713;
    static final int BLACK = 50714;
    static final int WHITE = 50717;
    static final int COLOUR_MATRIX = 50721;
    static final int AS_SHOT_NEUTRAL = 50728;
    static final int ILLUMINANT = 50778;
    static final int ACTIVE_AREA = 50829;
    static final int NOISE_PROFILE = 51041;

    private Tag() {}
}
