/** Logs of training runs: tables, lines of JSON and event files of TensorBoard. */
@NullMarked
package org.paisaje.data.log;

import org.jspecify.annotations.NullMarked;
