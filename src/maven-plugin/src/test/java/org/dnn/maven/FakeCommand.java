package org.dnn.maven;

/** Says each argument but the last on a line of its own, those that begin with ! as errors, and ends with the last. */
final class FakeCommand {
    private FakeCommand() {}

    public static void main(String[] arguments) {
        for (int i = 0; i < arguments.length - 1; i++) {
            if (arguments[i].startsWith("!")) {
                System.err.println(arguments[i].substring(1));
            } else {
                System.out.println(arguments[i]);
            }
        }
        System.exit(Integer.parseInt(arguments[arguments.length - 1]));
    }
}
