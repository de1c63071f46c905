package org.paisaje.math;

import java.util.stream.IntStream;

/** The numbers 0 to n - 1 in sets without a common member, joined pair by pair; close to constant time a call. */
public final class DisjointSets {
    private final int[] parent;
    private int count;

    /** Each number is a set of its own. */
    public DisjointSets(int n) {
        parent = IntStream.range(0, n).toArray();
        count = n;
    }

    /** The member that stands for the set of i: its smallest one, unless {@link #joinTo} said otherwise. */
    public int root(int i) {
        int at = i;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    /** Joins the sets of a and b, for which the smaller of the two that stood for them stands. */
    public void join(int a, int b) {
        int u = root(a);
        int v = root(b);
        joinTo(Math.min(u, v), Math.max(u, v));
    }

    /** Joins the set of b to that of a, for which the one of a goes on to stand. */
    public void joinTo(int a, int b) {
        int u = root(a);
        int v = root(b);
        if (u != v) {
            parent[v] = u;
            count--;
        }
    }

    /** How many sets there are. */
    public int count() {
        return count;
    }

    /** The set of every member, numbered in the order of their first members; of sets that {@link #join} made. */
    public int[] numbers() {
        int[] result = new int[parent.length];
        int next = 0;
        for (int i = 0; i < parent.length; i++) {
            int root = root(i);
            result[i] = root == i ? next++ : result[root];
        }
        return result;
    }
}
