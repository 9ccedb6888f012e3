"""Which questions may we ask, in which exact words, and what do the answers mean?"""
