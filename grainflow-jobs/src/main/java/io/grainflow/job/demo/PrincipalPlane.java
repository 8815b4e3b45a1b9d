package io.grainflow.job.demo;

import java.util.ArrayList;
import java.util.List;

/** The plane of largest variance of points of many dimensions (principal component analysis). */
final class PrincipalPlane {
    private static final int ITERATIONS = 300;
    private static final double NEGLIGIBLE = 1e-300;

    private PrincipalPlane() {}

    /**
     * Coordinates of the points in the plane, their mean at the origin; by power iteration on the matrix of their inner products.
     *
     * @param points all of one dimension
     * @return two numbers for each
     */
    static List<double[]> of(List<double[]> points) {
        double[][] products = products(centred(points));
        double[] first = axis(products, new double[points.size()]);
        double[] second = axis(products, first);
        List<double[]> plane = new ArrayList<>();
        for (int i = 0; i < first.length; i++) {
            plane.add(new double[] {first[i], second[i]});
        }
        return plane;
    }

    private static List<double[]> centred(List<double[]> points) {
        double[] mean = new double[points.get(0).length];
        for (double[] point : points) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += point[k] / points.size();
            }
        }
        List<double[]> centred = new ArrayList<>();
        for (double[] point : points) {
            double[] moved = point.clone();
            for (int k = 0; k < mean.length; k++) {
                moved[k] -= mean[k];
            }
            centred.add(moved);
        }
        return centred;
    }

    private static double[][] products(List<double[]> points) {
        double[][] products = new double[points.size()][points.size()];
        for (int i = 0; i < products.length; i++) {
            for (int j = 0; j < products.length; j++) {
                products[i][j] = dot(points.get(i), points.get(j));
            }
        }
        return products;
    }

    /** Coordinates along the strongest axis that is orthogonal to another one's. */
    private static double[] axis(double[][] products, double[] other) {
        double[] axis = new double[products.length];
        for (int i = 0; i < axis.length; i++) {
            // any start vector that is not orthogonal to the axis works; this one has no symmetry
            axis[i] = Math.cos(1 + i * 0.7);
        }
        double eigenvalue = 0;
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            remove(other, axis);
            double[] next = new double[axis.length];
            for (int i = 0; i < next.length; i++) {
                next[i] = dot(products[i], axis);
            }
            remove(other, next);
            eigenvalue = Math.sqrt(dot(next, next));
            if (eigenvalue < NEGLIGIBLE) {
                return new double[axis.length];
            }
            for (int i = 0; i < next.length; i++) {
                axis[i] = next[i] / eigenvalue;
            }
        }
        for (int i = 0; i < axis.length; i++) {
            axis[i] *= Math.sqrt(eigenvalue);
        }
        return axis;
    }

    private static void remove(double[] other, double[] from) {
        double length = dot(other, other);
        if (length > NEGLIGIBLE) {
            double share = dot(other, from) / length;
            for (int i = 0; i < from.length; i++) {
                from[i] -= share * other[i];
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
