package org.paisaje.theory.geometry.region;

/** Classes of numbers that are joined pair by pair. */
final class Classes {
    private final int[] parent;
    private int count;

    Classes(int n) {
        parent = new int[n];
        for (int i = 0; i < n; i++) {
            parent[i] = i;
        }
        count = n;
    }

    private int root(int i) {
        int at = i;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    /** The smaller root stays, so that a class is known by its first member. */
    void join(int a, int b) {
        int u = root(a);
        int v = root(b);
        if (u != v) {
            parent[Math.max(u, v)] = Math.min(u, v);
            count--;
        }
    }

    int count() {
        return count;
    }

    /** The class of every member, numbered in the order of their first members. */
    int[] numbers() {
        int[] result = new int[parent.length];
        int next = 0;
        for (int i = 0; i < parent.length; i++) {
            int root = root(i);
            result[i] = root == i ? next++ : result[root];
        }
        return result;
    }
}
