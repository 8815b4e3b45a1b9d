package io.grainflow.isp;

/** A convex shape around the origin, asked row by row. */
interface Outline {
    /** Rows beyond this distance from the origin hold nothing of the shape. */
    double rows();

    /** First column inside, dy rows below the origin; not below {@link #right} if the row is empty. */
    double left(double dy);

    /** Last column inside, dy rows below the origin. */
    double right(double dy);

    /** Ellipse of the given half axes, the first one turned by an angle against the columns. */
    static Outline ellipse(double first, double second, double angle) {
        double cosine = StrictMath.cos(angle);
        double sine = StrictMath.sin(angle);
        double p = 1 / (first * first);
        double q = 1 / (second * second);
        return new Ellipse(
                p * cosine * cosine + q * sine * sine, (p - q) * sine * cosine, p * sine * sine + q * cosine * cosine);
    }

    /** Rectangle of the given half sides, the first one turned by an angle against the columns. */
    static Outline rectangle(double first, double second, double angle) {
        return new Rectangle(first, second, StrictMath.cos(angle), StrictMath.sin(angle));
    }

    /** a x^2 + 2 b x y + c y^2 below 1. */
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

    /** Both |cosine x + sine y| below the first half side and |cosine y - sine x| below the second. */
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

        /** A strip along the row: the other strip alone decides, the rows already keep to it. */
        private static double centre(double slope, double at) {
            return Math.abs(slope) < 1e-9 ? 0 : at / slope;
        }

        private static double half(double side, double slope) {
            return Math.abs(slope) < 1e-9 ? Double.MAX_VALUE : side / Math.abs(slope);
        }
    }
}
