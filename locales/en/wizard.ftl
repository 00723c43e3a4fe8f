# What the screens share.
