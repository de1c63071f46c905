package org.paisaje.report.svg;

/** Maps from [0, 1] to colours for fields, readable without colour vision. */
final class Colours {
    /** Viridis (van der Walt and Smith 2015) at nine equidistant places. */
    private static final int[] VIRIDIS = {
        0x440154, 0x472d7b, 0x3b528b, 0x2c728e, 0x21918c, 0x28ae80, 0x5ec962, 0xaddc30, 0xfde725
    };

    /** Vermillion below zero, white at zero, blue above. */
    private static final int[] DIVERGING = {0xa23b00, 0xd55e00, 0xf0a877, 0xffffff, 0x86b9d8, 0x0072b2, 0x004b78};

    private Colours() {}

    static int viridis(double share) {
        return between(VIRIDIS, share);
    }

    static int diverging(double share) {
        return between(DIVERGING, share);
    }

    private static int between(int[] stops, double share) {
        double place = Math.clamp(share, 0, 1) * (stops.length - 1);
        int left = Math.min((int) place, stops.length - 2);
        double weight = place - left;
        int result = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int a = stops[left] >> shift & 0xff;
            int b = stops[left + 1] >> shift & 0xff;
            result |= (int) Math.round(a + weight * (b - a)) << shift;
        }
        return result;
    }
}
