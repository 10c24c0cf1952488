package org.dnn.runtime.cpu;

/** Prints the form that runs. */
final class FormMain {
    private FormMain() {}

    public static void main(String[] arguments) {
        System.out.println(Products.best().getClass().getSimpleName() + " " + Forms.vector());
    }
}
