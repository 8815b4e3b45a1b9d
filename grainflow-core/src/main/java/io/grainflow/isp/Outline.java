package io.grainflow.isp;

/** A convex shape around the origin, described row by row. */
interface Outline {
    /** Greatest distance of a row from the origin at which the shape can have points. */
    double rows();

    /** First column inside the shape, dy rows below the origin. If the row is empty, it is at least {@link #right}. */
    double left(double dy);

    /** Last column inside the shape, dy rows below the origin. */
    double right(double dy);

    /** Ellipse with the given half axes, rotated by the angle. */
    static Outline ellipse(double first, double second, double angle) {
        double cosine = StrictMath.cos(angle);
        double sine = StrictMath.sin(angle);
        double p = 1 / (first * first);
        double q = 1 / (second * second);
        return new Ellipse(
                p * cosine * cosine + q * sine * sine, (p - q) * sine * cosine, p * sine * sine + q * cosine * cosine);
    }

    /** Rectangle with the given half sides, rotated by the angle. */
    static Outline rectangle(double first, double second, double angle) {
        return new Rectangle(first, second, StrictMath.cos(angle), StrictMath.sin(angle));
    }

    /** The points with a x^2 + 2 b x y + c y^2 below 1. */
    record Ellipse(double a, double b, double c) implements Outline {
        @Override
        public double rows() {
            return Math.sqrt(a / (a * c - b * b));
        }

        @Override
        public double left(double dy) {
            return (-b * dy - root(dy)) / a;
        }

        @Override
        public double right(double dy) {
            return (-b * dy + root(dy)) / a;
        }

        private double root(double dy) {
            return Math.sqrt(Math.max(0, b * b * dy * dy - a * (c * dy * dy - 1)));
        }
    }

    /** The points with |cosine x + sine y| below the first half side and |cosine y - sine x| below the second. */
    record Rectangle(double first, double second, double cosine, double sine) implements Outline {
        @Override
        public double rows() {
            return first * Math.abs(sine) + second * Math.abs(cosine);
        }

        @Override
        public double left(double dy) {
            return Math.max(
                    centre(cosine, -sine * dy) - half(first, cosine), centre(sine, cosine * dy) - half(second, sine));
        }

        @Override
        public double right(double dy) {
            return Math.min(
                    centre(cosine, -sine * dy) + half(first, cosine), centre(sine, cosine * dy) + half(second, sine));
        }

        /** If the strip is parallel to the row, the bounds come only from the other strip; {@link #rows} already limits the row. */
        private static double centre(double slope, double at) {
            return Math.abs(slope) < 1e-9 ? 0 : at / slope;
        }

        private static double half(double side, double slope) {
            return Math.abs(slope) < 1e-9 ? Double.MAX_VALUE : side / Math.abs(slope);
        }
    }
}
