/** Networks of finite width against their limit. */
@NullMarked
package org.paisaje.theory.kernel.width;

import org.jspecify.annotations.NullMarked;
